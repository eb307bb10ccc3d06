#include "config/yaml_guard.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <optional>
#include <sstream>

#include "base/limits.h"
#include "config/errors.h"
#include "config/utf8.h"

namespace pue::config {
namespace {

/// Ends yaml-cpp's recursion at once; caught in this file.
struct Refused {
  YAML::Mark at;
  std::string message;
};

/// Whether the quoted text that opens at `at` also closes in its line. yaml-cpp 0.7 takes a text
/// whose closing quote is missing as ended where the indentation ends.
bool closes_in_its_line(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      const bool escaped = quote == '\'' && i + 1 < text.size() && text[i + 1] == quote;
      if (!escaped) return true;
      ++i;
    }
  }
  return false;
}

/// Sees every event of the first document. yaml-cpp marks plain scalars with the tag "?", quoted
/// ones with "!"; anything else was written by hand.
class FirstDocument final : public YAML::EventHandler {
 public:
  FirstDocument(std::string_view text, ErrorList& errors) : text_(text), errors_(errors) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& at, const std::string& anchor) override {
    errors_.add(at, fmt::format("anchor \"&{}\" is not allowed; write the values out", anchor));
  }
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& at, YAML::anchor_t) override {
    errors_.add(at, "aliases (*name) are not allowed; write the values out");
  }
  void OnScalar(const YAML::Mark& at, const std::string& tag, YAML::anchor_t,
                const std::string&) override {
    if (tag == "!") {
      check_quotes(at);
    } else if (tag != "?" && !tag.empty()) {
      refuse_tag(at, tag);
    }
  }
  void OnSequenceStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    enter(at, tag);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    enter(at, tag);
  }
  void OnMapEnd() override { --depth_; }

 private:
  void refuse_tag(const YAML::Mark& at, const std::string& tag) {
    errors_.add(at, fmt::format("tag \"{}\" is not allowed; remove it", tag));
  }
  void check_quotes(const YAML::Mark& at) {
    const auto start = static_cast<std::size_t>(at.pos);
    if (start >= text_.size() || (text_[start] != '"' && text_[start] != '\'')) {
      refuse_tag(at, "!");
    } else if (!closes_in_its_line(text_, start)) {
      errors_.add(at, "the closing quote is missing in this line");
    }
  }
  void enter(const YAML::Mark& at, const std::string& tag) {
    if (tag != "?" && !tag.empty()) refuse_tag(at, tag);
    if (++depth_ > limits::config_depth) {
      throw Refused{at, fmt::format("nested more than {} levels deep", limits::config_depth)};
    }
  }

  std::string_view text_;
  ErrorList& errors_;
  std::size_t depth_ = 0;
};

/// Whatever yaml-cpp finds after the first document is refused at its first event.
class AfterTheDocument final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& at) override {
    throw Refused{at, "text after the end of the document; a file holds one document"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

void walk_events(const std::string& text, ErrorList& errors) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  FirstDocument first(text, errors);
  if (!parser.HandleNextDocument(first)) throw Refused{{}, "the file is empty"};
  AfterTheDocument after;
  parser.HandleNextDocument(after);
}

void check_keys(const YAML::Node& node, ErrorList& errors);

void check_mapping(const YAML::Node& node, ErrorList& errors) {
  std::map<std::string, int> first_lines;
  for (const auto& entry : node) {
    const auto mark = entry.first.Mark();
    if (!entry.first.IsScalar()) {
      errors.add(mark, "a key must be a plain word");
      continue;
    }
    const auto key = entry.first.Scalar();
    const auto [found, fresh] = first_lines.emplace(key, mark.line + 1);
    if (!fresh) {
      errors.add(mark, fmt::format("duplicate key \"{}\", first given in line {}; remove one", key,
                                   found->second));
    }
    check_keys(entry.second, errors);
  }
}

void check_keys(const YAML::Node& node, ErrorList& errors) {
  if (node.IsMap()) check_mapping(node, errors);
  if (!node.IsSequence()) return;
  for (const auto& child : node) check_keys(child, errors);
}

/// What can be said before YAML is looked at.
std::optional<LocatedError> refuse_text(const SourceText& source) {
  if (source.text.size() > limits::config_bytes) {
    return LocatedError{source.file, 1, 1,
                        fmt::format("the file has {} bytes, at most {} are read",
                                    source.text.size(), limits::config_bytes)};
  }
  if (const auto bad = first_bad_character(source.text)) {
    return LocatedError{source.file, bad->line, bad->column, bad->message};
  }
  return std::nullopt;
}

}  // namespace

std::variant<YAML::Node, LocatedErrors> parse_guarded(const SourceText& source) {
  if (const auto refused = refuse_text(source)) return LocatedErrors{*refused};
  ErrorList errors(source);
  try {
    walk_events(source.text, errors);
    if (errors.empty()) {
      // Never LoadAll: yaml-cpp 0.7 does not end on LoadAll(",").
      YAML::Node root = YAML::Load(source.text);
      check_keys(root, errors);
      if (errors.empty()) return root;
    }
  } catch (const Refused& refused) {
    errors.add(refused.at, refused.message);
  } catch (const YAML::Exception& e) {
    errors.add(e.mark, "not valid YAML: " + e.msg);
  }
  return errors.sorted();
}

}  // namespace pue::config

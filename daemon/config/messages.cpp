#include "config/messages.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <functional>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "base/limits.h"

namespace pue::config {
namespace {

struct Refused {
  YAML::Mark at;
  std::string what;
};

/// Accepts one flat mapping of scalars and nothing else of YAML: no nesting, anchors, aliases,
/// tags.
class FlatMapping : public YAML::EventHandler {
 public:
  std::map<std::string, std::string, std::less<>> take() { return std::move(texts_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& at, YAML::anchor_t) override { refuse(at, "a key without a text"); }
  void OnAlias(const YAML::Mark& at, YAML::anchor_t) override { refuse(at, "an alias"); }
  void OnSequenceStart(const YAML::Mark& at, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    refuse(at, "a list");
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    if (in_map_) refuse(at, "a nested mapping");
    check_plain(at, tag, anchor);
    in_map_ = true;
  }
  void OnMapEnd() override {}
  void OnScalar(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_plain(at, tag, anchor);
    if (!in_map_) refuse(at, "a text outside of a mapping");
    if (!key_) {
      if (texts_.contains(value)) refuse(at, fmt::format("\"{}\" a second time", value));
      key_ = value;
      return;
    }
    texts_.emplace(std::move(*key_), value);
    key_.reset();
  }

 private:
  [[noreturn]] static void refuse(const YAML::Mark& at, std::string what) {
    throw Refused{at, std::move(what)};
  }
  static void check_plain(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) refuse(at, "an anchor");
    // yaml-cpp gives "?" to plain and "!" to quoted scalars that carry no tag of their own.
    if (!tag.empty() && tag != "?" && tag != "!") refuse(at, "a tag");
  }

  bool in_map_ = false;
  std::optional<std::string> key_;
  std::map<std::string, std::string, std::less<>> texts_;
};

Error located(const std::string& file, const YAML::Mark& at, const std::string& what) {
  return Error{fmt::format("{}:{}:{}: {}, expected one \"key: text\" per line", file, at.line + 1,
                           at.column + 1, what)};
}

struct Piece {
  enum class Kind { literal, placeholder, prometheus_template } kind;
  std::string_view text;  // a placeholder without its braces, a template with them
};

bool is_name(std::string_view text) {
  for (const char c : text)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') return false;
  return !text.empty();
}

/// "{" or "}" that belongs to neither form is an error: nothing in a text is guessed.
std::optional<std::vector<Piece>> pieces(std::string_view text) {
  std::vector<Piece> result;
  while (!text.empty()) {
    const auto brace = text.find_first_of("{}");
    if (brace != 0) result.push_back({Piece::Kind::literal, text.substr(0, brace)});
    if (brace == std::string_view::npos) break;
    text.remove_prefix(brace);
    const bool is_template = text.starts_with("{{");
    const auto end = text.find(is_template ? "}}" : "}");
    if (text.front() == '}' || end == std::string_view::npos) return std::nullopt;
    if (is_template) {
      result.push_back({Piece::Kind::prometheus_template, text.substr(0, end + 2)});
      text.remove_prefix(end + 2);
      continue;
    }
    if (!is_name(text.substr(1, end - 1))) return std::nullopt;
    result.push_back({Piece::Kind::placeholder, text.substr(1, end - 1)});
    text.remove_prefix(end + 1);
  }
  return result;
}

}  // namespace

std::string_view name(Language language) {
  switch (language) {
    case Language::en:
      return "en";
    case Language::zh:
      return "zh";
  }
  throw std::logic_error("no such language");
}

std::optional<Language> language_from_name(std::string_view text) {
  for (const auto language : {Language::en, Language::zh})
    if (name(language) == text) return language;
  return std::nullopt;
}

Result<Messages> Messages::parse(const std::string& file, const std::string& text) {
  if (text.size() > limits::config_bytes)
    return Error{fmt::format("{}: larger than {} bytes", file, limits::config_bytes)};
  FlatMapping mapping;
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    parser.HandleNextDocument(mapping);
    // One document only; whatever else stands in the text would be silently ignored.
    if (FlatMapping rest; parser.HandleNextDocument(rest))
      return Error{fmt::format("{}: text after the mapping, remove it", file)};
  } catch (const Refused& refused) {
    return located(file, refused.at, refused.what);
  } catch (const YAML::Exception& broken) {
    return located(file, broken.mark, broken.msg);
  }
  Messages messages;
  messages.texts_ = mapping.take();
  for (const auto& [key, value] : messages.texts_)
    if (!pieces(value))
      return Error{fmt::format("{}: {}: braces are neither {{name}} nor {{{{ … }}}}", file, key)};
  return messages;
}

std::string Messages::text(std::string_view key, const Arguments& arguments) const {
  std::string result;
  const auto parts = *pieces(raw(key));
  for (const auto& piece : parts) {
    if (piece.kind != Piece::Kind::placeholder) {
      result += piece.text;
      continue;
    }
    const auto argument = arguments.find(piece.text);
    if (argument == arguments.end())
      throw std::logic_error(fmt::format("message {}: no argument for {{{}}}", key, piece.text));
    result += argument->second;
  }
  return result;
}

std::set<std::string> Messages::keys() const {
  std::set<std::string> result;
  for (const auto& [key, value] : texts_) result.insert(key);
  return result;
}

std::set<std::string> Messages::placeholders(std::string_view key) const {
  std::set<std::string> result;
  const auto parts = *pieces(raw(key));
  for (const auto& piece : parts)
    if (piece.kind != Piece::Kind::literal) result.emplace(piece.text);
  return result;
}

const std::string& Messages::raw(std::string_view key) const {
  const auto found = texts_.find(key);
  if (found == texts_.end())
    throw std::logic_error(fmt::format("message {}: not in the catalogue", key));
  return found->second;
}

}  // namespace pue::config

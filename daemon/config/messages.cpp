#include "config/messages.h"

#include <fmt/format.h>

#include <stdexcept>
#include <vector>

#include "config/errors.h"
#include "config/yaml_guard.h"

namespace pue::config {
namespace {

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

std::map<std::string, std::string, std::less<>> texts(const YAML::Node& root, ErrorList& errors) {
  std::map<std::string, std::string, std::less<>> result;
  if (!root.IsMap()) errors.add(root.Mark(), "not a mapping; write one \"key: text\" per line");
  if (!errors.empty()) return result;
  for (const auto& entry : root) {
    const auto mark = entry.second.Mark();
    if (!entry.second.IsScalar())
      errors.add(mark, "not a text; write one \"key: text\" per line");
    else if (!pieces(entry.second.Scalar()))
      errors.add(mark, "stray brace; write {name} or {{ template }}");
    else
      result.emplace(entry.first.Scalar(), entry.second.Scalar());
  }
  return result;
}

Error first_of(const LocatedErrors& errors) { return Error{errors.front().text()}; }

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
  const SourceText source{file, text};
  const auto parsed = parse_guarded(source);
  if (const auto* refused = std::get_if<LocatedErrors>(&parsed)) return first_of(*refused);
  ErrorList errors(source);
  Messages messages;
  messages.texts_ = texts(std::get<YAML::Node>(parsed), errors);
  if (!errors.empty()) return first_of(errors.sorted());
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

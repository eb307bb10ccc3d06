// The message catalogue of one language: every text that people read, by key. It reads no file (the
// shell passes the text) and translates nothing that comes from a device or a configuration.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pue::config {

enum class Language : std::uint8_t { en, zh };
/// "en", "zh": the value of `?lang=` and the name of the catalogue's file.
std::string_view name(Language language);
std::optional<Language> language_from_name(std::string_view name);

class Messages {
 public:
  using Arguments = std::map<std::string, std::string, std::less<>>;

  /// A flat YAML mapping of key to text. Error: "FILE:LINE:COL: what is wrong", the first one.
  static Result<Messages> parse(const std::string& file, const std::string& text);

  /// The text with every `{name}` replaced by its argument, as it is: callers escape for their
  /// medium. `{{ … }}` is copied. Unknown keys and missing arguments are bugs: std::logic_error.
  std::string text(std::string_view key, const Arguments& arguments = {}) const;

  bool has(std::string_view key) const { return texts_.contains(key); }
  std::set<std::string> keys() const;
  /// Names in `{name}`, and whole `{{ … }}` templates: what a translation must keep.
  std::set<std::string> placeholders(std::string_view key) const;

 private:
  const std::string& raw(std::string_view key) const;
  std::map<std::string, std::string, std::less<>> texts_;
};

/// Both languages, as the page needs them.
struct Catalogue {
  Messages en;
  Messages zh;
  const Messages& in(Language language) const { return language == Language::zh ? zh : en; }
};

}  // namespace pue::config

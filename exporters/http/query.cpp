#include "exporters/http/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace pue::http {
namespace {

bool is_printable(int byte) { return byte >= 0x20 && byte < 0x7f; }

/// The character that "%3A" at the beginning of `text` stands for; nothing for other texts.
std::optional<char> encoded(std::string_view text) {
  if (text.size() < 3 || text[0] != '%') return std::nullopt;
  int byte = 0;
  const auto* end = text.data() + 3;
  const auto [stopped, error] = std::from_chars(text.data() + 1, end, byte, 16);
  if (error != std::errc{} || stopped != end || !is_printable(byte)) return std::nullopt;
  return static_cast<char>(byte);
}

std::string decoded(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const auto character = encoded(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (character)
      plain += *character;
    else
      plain += is_printable(first) ? std::string(1, text.front()) : fmt::format("%{:02X}", first);
    text.remove_prefix(character ? 3 : 1);
  }
  return plain;
}

}  // namespace

Query::Query(std::string_view text) {
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    parameters_.emplace_back(decoded(pair.substr(0, equals)),
                             decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
}

std::optional<std::string> Query::value(std::string_view name) const {
  const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                  [&](const auto& parameter) { return parameter.first == name; });
  if (found == parameters_.end()) return std::nullopt;
  return found->second;
}

}  // namespace pue::http

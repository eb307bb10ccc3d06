#include "config/formula.h"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "config/nearest.h"

namespace pue::config {
namespace {

std::vector<std::string_view> split_at_spaces(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const auto start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) return words;
    const auto end = std::min(text.find(' ', start), text.size());
    words.push_back(text.substr(start, end - start));
    text.remove_prefix(end);
  }
}

std::optional<int> sign_of(std::string_view word) {
  if (word == "+") return 1;
  if (word == "-") return -1;
  return std::nullopt;
}

std::vector<std::string_view> names_of(const MeterNames& meters) {
  std::vector<std::string_view> names;
  for (const auto& [name, id] : meters) names.push_back(name);
  return names;
}

/// "a-b" and "a -b" are operators without their spaces when that makes names of meters.
bool lacks_spaces(std::string_view word, const MeterNames& meters) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '+') return true;
    if (word[i] != '-') continue;
    const auto left = word.substr(0, i), right = word.substr(i + 1);
    if ((left.empty() || meters.contains(left)) && meters.contains(right)) return true;
  }
  return false;
}

Error lacking_spaces(std::string_view word) {
  return {fmt::format("\"{}\": write + and - with spaces on both sides", word)};
}

Error not_an_operator(std::string_view word, const MeterNames& meters) {
  if (lacks_spaces(word, meters)) return lacking_spaces(word);
  return {fmt::format("expected + or -, not \"{}\"", word)};
}

Error unknown_meter(std::string_view word, const MeterNames& meters) {
  if (lacks_spaces(word, meters)) return lacking_spaces(word);
  return {fmt::format("unknown meter \"{}\"{}", word, did_you_mean(word, names_of(meters)))};
}

Error incomplete(const std::vector<std::string_view>& words) {
  if (!words.empty()) return {fmt::format("no meter after \"{}\"", words.back())};
  return {"the formula is empty; write for example \"ups-in - ups-out\""};
}

}  // namespace

Result<std::vector<site::FormulaTerm>> parse_formula(std::string_view text,
                                                     const MeterNames& meters) {
  const auto words = split_at_spaces(text);
  std::vector<site::FormulaTerm> terms;
  std::set<std::string_view> seen;
  int sign = 1;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i % 2 == 1) {
      const auto next = sign_of(words[i]);
      if (!next) return not_an_operator(words[i], meters);
      sign = *next;
      continue;
    }
    const auto meter = meters.find(words[i]);
    if (meter == meters.end()) return unknown_meter(words[i], meters);
    if (!seen.insert(words[i]).second) {
      return Error{fmt::format("meter \"{}\" stands in it twice", words[i])};
    }
    terms.push_back({sign, meter->second});
  }
  if (words.size() % 2 == 0) return incomplete(words);
  return terms;
}

}  // namespace pue::config

#include "config/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/limits.h"

namespace pue::config {

std::string LocatedError::text() const {
  return fmt::format("{}:{}:{}: {}", file, line, column, message);
}

std::string text_of(const LocatedErrors& errors) {
  std::string all;
  for (const auto& error : errors) all += (all.empty() ? "" : "\n") + error.text();
  return all;
}

ErrorList::ErrorList(const SourceText& source) : source_(source), line_starts_{0} {
  for (std::size_t i = 0; i < source.text.size(); ++i) {
    if (source.text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

LocatedError ErrorList::located(const YAML::Mark& at, std::string message) const {
  const auto line = static_cast<std::size_t>(std::max(at.line, 0));
  const auto bytes = static_cast<std::size_t>(std::max(at.column, 0));
  int column = 1;
  if (line < line_starts_.size()) {
    // Editors count characters: continuation bytes of UTF-8 (10xxxxxx) are none of their own.
    const auto before = std::string_view(source_.text).substr(line_starts_[line], bytes);
    for (const char c : before) column += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  }
  return {source_.file, static_cast<int>(line) + 1, column, std::move(message)};
}

bool ErrorList::full() const { return errors_.size() >= limits::config_errors; }

void ErrorList::keep(LocatedError error) {
  if (!full()) {
    errors_.push_back(std::move(error));
  } else {
    ++not_kept_;
  }
}

void ErrorList::add(const YAML::Mark& at, std::string message) {
  keep(located(at, std::move(message)));
}

void ErrorList::append(const LocatedErrors& others) {
  for (const auto& error : others) keep(error);
}

LocatedErrors ErrorList::sorted() const {
  auto result = errors_;
  const auto key = [&](const LocatedError& e) {
    return std::tuple(e.file != source_.file, std::string_view(e.file), e.line, e.column);
  };
  std::stable_sort(result.begin(), result.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  if (not_kept_ > 0) {
    result.push_back({source_.file, result.back().line, result.back().column,
                      fmt::format("{} more errors are not shown; mend these first", not_kept_)});
  }
  return result;
}

}  // namespace pue::config

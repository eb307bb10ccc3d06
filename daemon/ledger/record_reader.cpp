#include "ledger/record_reader.h"

#include <fmt/format.h>

#include <limits>

namespace pue::ledger {
namespace {

constexpr std::uint64_t greatest_signed = std::numeric_limits<std::int64_t>::max();

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }

}  // namespace

std::uint64_t RecordReader::number_up_to(std::uint64_t greatest, const char* what) {
  const auto value = number();
  if (value <= greatest) return value;
  fail(what);
  return 0;
}

std::string RecordReader::text(std::size_t longest) {
  const auto size = number_up_to(longest, "a text that is too long");
  return std::string(raw(static_cast<std::size_t>(size)));
}

std::string_view RecordReader::raw(std::size_t size) {
  const auto start = bytes_.position();
  if (failed() || all_.size() - start < size) {
    fail("the record ends too early");
    return {};
  }
  bytes_.skip(size);
  return all_.substr(start, size);
}

Period RecordReader::period(UtcTime origin) {
  std::int64_t start = 0;
  std::int64_t end = 0;
  const auto offset = signed_number();
  const auto length = number();
  if (length > greatest_signed || __builtin_add_overflow(nanoseconds(origin), offset, &start) ||
      __builtin_add_overflow(start, static_cast<std::int64_t>(length), &end)) {
    fail("a time beyond the year 2262");
    return {};
  }
  return Period{UtcTime{Duration{start}}, UtcTime{Duration{end}}};
}

void RecordReader::fail(const char* what) {
  if (!error_) error_ = Error{fmt::format("byte {}: {}", bytes_.position(), what)};
}

const std::optional<Error>& RecordReader::finish() {
  if (!failed() && !at_end()) fail("bytes after the end of the record");
  return error_;
}

void append_text(std::string& bytes, std::string_view text) {
  append_unsigned(bytes, text.size());
  bytes += text;
}

void append_time(std::string& bytes, UtcTime time) { append_signed(bytes, nanoseconds(time)); }

void append_period(std::string& bytes, const Period& period, UtcTime origin) {
  append_signed(bytes, (period.start - origin).count());
  append_unsigned(bytes, static_cast<std::uint64_t>(period.length().count()));
}

}  // namespace pue::ledger

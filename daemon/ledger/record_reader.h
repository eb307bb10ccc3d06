// Reads the parts of a canonical record one after the other: the first error stays, and everything
// after it reads as 0, so that a decoder is a list of its fields. What they mean is the decoder's.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "base/units.h"
#include "ledger/varint.h"

namespace pue::ledger {

class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : all_(bytes), bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    if (!failed() && bytes_.take_unsigned(value)) return value;
    return value_of(bytes_.read_unsigned());
  }
  std::int64_t signed_number() { return unfolded(number()); }
  std::uint8_t byte() { return value_of(bytes_.read_byte()); }
  /// At most `greatest`, else an error that says `what` is too large.
  std::uint64_t number_up_to(std::uint64_t greatest, const char* what);
  /// A length, then so many bytes, at most `longest`.
  std::string text(std::size_t longest);
  /// Exactly so many bytes; a view into the record.
  std::string_view raw(std::size_t size);
  /// So many bytes, as a hash or a key.
  template <std::size_t size>
  std::array<std::uint8_t, size> array() {
    std::array<std::uint8_t, size> result{};
    const auto bytes = raw(size);
    if (!failed()) std::copy(bytes.begin(), bytes.end(), result.begin());
    return result;
  }
  UtcTime time() { return UtcTime{Duration{signed_number()}}; }
  /// An offset from `origin`, then a length; both within the times that can be named.
  Period period(UtcTime origin);
  /// Joules ≥ 0.
  Joules size() {
    const auto value = number();
    if (value >> 63U) fail("an energy beyond 64 bits");
    return Joules{failed() ? 0 : static_cast<std::int64_t>(value)};
  }

  /// So many of them, one after the other.
  template <class Take>
  void sizes(std::size_t count, Take take) {
    for (std::size_t i = 0; i < count; ++i) {
      std::uint64_t value = 0;
      const bool plain = !failed() && bytes_.take_unsigned(value);
      take(i, plain ? Joules{static_cast<std::int64_t>(value)} : size());
    }
  }

  void fail(const char* what);
  bool failed() const { return error_.has_value(); }
  const std::optional<Error>& error() const { return error_; }
  bool at_end() const { return bytes_.at_end(); }
  std::size_t position() const { return bytes_.position(); }
  /// Fails unless the record ends here. The error, if there is one.
  const std::optional<Error>& finish();

 private:
  template <class T>
  T value_of(const Result<T>& read) {
    if (failed()) return T{};
    if (read) return *read;
    error_ = read.error();
    return T{};
  }

  std::string_view all_;
  ByteReader bytes_;
  std::optional<Error> error_;
};

/// The counterparts of `text` and `time`.
void append_text(std::string& bytes, std::string_view text);
void append_time(std::string& bytes, UtcTime time);
/// The counterpart of `period`.
void append_period(std::string& bytes, const Period& period, UtcTime origin);

}  // namespace pue::ledger

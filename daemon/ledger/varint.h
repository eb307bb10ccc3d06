// Integers as bytes for canonical records: LEB128, little-endian groups of seven bits, each number
// in its one shortest form. Signed numbers are folded (0, −1, 1, −2 …), so small ones stay short.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pue::ledger {

void append_unsigned(std::string& bytes, std::uint64_t value);
void append_signed(std::string& bytes, std::int64_t value);

/// What a signed number is written as, and back.
constexpr std::uint64_t folded(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0);
}
constexpr std::int64_t unfolded(std::uint64_t number) {
  return static_cast<std::int64_t>((number >> 1) ^ (number & 1 ? ~std::uint64_t{0} : 0));
}

/// Reads a record from its first byte on. After an error the reader is of no further use.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  /// Error: the record ends within the number, the number is beyond 64 bits, or it is not written
  /// in its shortest form; the message names the byte.
  Result<std::uint64_t> read_unsigned();
  /// The same of most numbers, for loops over millions: well formed, up to nine bytes. False,
  /// without effect, for all others: `read_unsigned` then has the number or the error.
  bool take_unsigned(std::uint64_t& value) {
    // Most are of two bytes.
    if (bytes_.size() - position_ >= 2) {
      const auto first = static_cast<std::uint8_t>(bytes_[position_]);
      const auto second = static_cast<std::uint8_t>(bytes_[position_ + 1]);
      if (first >= 0x80 && second < 0x80 && second != 0) {
        value = (first & 0x7fU) | std::uint64_t{second} << 7;
        position_ += 2;
        return true;
      }
    }
    std::uint64_t sum = 0;
    const auto end = std::min(bytes_.size(), position_ + 9);
    unsigned shift = 0;
    for (auto at = position_; at < end; ++at, shift += 7) {
      const auto byte = static_cast<std::uint8_t>(bytes_[at]);
      sum |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte >= 0x80) continue;
      if (byte == 0 && shift > 0) return false;
      value = sum;
      position_ = at + 1;
      return true;
    }
    return false;
  }
  /// Error: the record has ended.
  Result<std::uint8_t> read_byte();

  /// Precondition: so many are left.
  void skip(std::size_t bytes) { position_ += bytes; }

  std::size_t position() const { return position_; }
  bool at_end() const { return position_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t position_ = 0;
};

}  // namespace pue::ledger

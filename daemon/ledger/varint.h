// Integers as bytes for canonical records: LEB128, little-endian groups of seven bits, each number
// in its one shortest form. Signed numbers are folded (0, −1, 1, −2 …), so small ones stay short.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pue::ledger {

void append_unsigned(std::string& bytes, std::uint64_t value);
void append_signed(std::string& bytes, std::int64_t value);

/// Reads a record from its first byte on. After an error the reader is of no further use.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  /// Error: the record ends within the number, the number is beyond 64 bits, or it is not written
  /// in its shortest form; the message names the byte.
  Result<std::uint64_t> read_unsigned();
  Result<std::int64_t> read_signed();
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

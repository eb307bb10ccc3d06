#include "ledger/varint.h"

#include <fmt/format.h>

namespace pue::ledger {
namespace {

constexpr int longest = 10;  // ⌈64 / 7⌉ bytes

Error at(std::size_t position, const char* what) {
  return Error{fmt::format("byte {}: {}", position, what)};
}

}  // namespace

void append_unsigned(std::string& bytes, std::uint64_t value) {
  while (value >= 0x80) {
    bytes.push_back(static_cast<char>((value & 0x7f) | 0x80));
    value >>= 7;
  }
  bytes.push_back(static_cast<char>(value));
}

void append_signed(std::string& bytes, std::int64_t value) {
  append_unsigned(bytes, folded(value));
}

Result<std::uint8_t> ByteReader::read_byte() {
  if (at_end()) return at(position_, "the record ends too early");
  return static_cast<std::uint8_t>(bytes_[position_++]);
}

Result<std::uint64_t> ByteReader::read_unsigned() {
  const auto start = position_;
  std::uint64_t value = 0;
  for (int group = 0; group < longest; ++group) {
    const auto byte = read_byte();
    if (!byte) return byte.error();
    if (group == longest - 1 && *byte > 1) return at(start, "a number beyond 64 bits");
    value |= static_cast<std::uint64_t>(*byte & 0x7f) << (7 * group);
    if (*byte < 0x80) {
      if (*byte == 0 && group > 0) return at(start, "a number not in its shortest form");
      return value;
    }
  }
  return at(start, "a number beyond 64 bits");
}

}  // namespace pue::ledger

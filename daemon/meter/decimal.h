// Registers that hold decimal digits: binary-coded decimals and words that count to 10,000. It
// knows no order of words or bytes: the bits come most significant first (Order::assemble).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace pue::meter {

/// Four bits a digit, the most significant first: 0x1234 is 1234. Nothing where a digit is more
/// than 9: such bits are no number, and reading them as one would be off by any amount.
std::optional<std::uint64_t> from_bcd(std::uint64_t bits);

/// Each 16-bit word is a digit to the base 10,000, the most significant first: 0x0001 0x04D2 is
/// 11234. `words` 1 to 4, right-aligned in `bits`. Nothing where a word is more than 9999.
std::optional<std::uint64_t> from_mod10k(std::uint64_t bits, std::size_t words);

}  // namespace pue::meter

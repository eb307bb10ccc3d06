#include "meter/decimal.h"

namespace pue::meter {
namespace {

/// `count` digits of `width` bits each to the base `base`.
std::optional<std::uint64_t> from_digits(std::uint64_t bits, std::size_t count, unsigned width,
                                         std::uint64_t base) {
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  std::uint64_t value = 0;
  for (std::size_t i = count; i > 0; --i) {
    const auto digit = (bits >> (width * (i - 1))) & mask;
    if (digit >= base) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

}  // namespace

std::optional<std::uint64_t> from_bcd(std::uint64_t bits) { return from_digits(bits, 16, 4, 10); }

// The largest, four words of 9999, is 10^16 − 1: below 2^64.
std::optional<std::uint64_t> from_mod10k(std::uint64_t bits, std::size_t words) {
  return from_digits(bits, words, 16, 10'000);
}

}  // namespace pue::meter

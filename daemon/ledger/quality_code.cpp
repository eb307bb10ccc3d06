#include "ledger/quality_code.h"

#include <algorithm>
#include <array>

namespace pue::ledger {
namespace {

/// By Quality.
constexpr std::array<std::uint8_t, energy::quality_count> codes = {0, 1, 2, 4, 5, 6, 3};

}  // namespace

std::uint8_t quality_code(energy::Quality quality) {
  return codes[static_cast<std::size_t>(quality)];
}

std::optional<energy::Quality> quality_from_code(std::uint8_t code) {
  const auto known = std::find(codes.begin(), codes.end(), code);
  if (known == codes.end()) return std::nullopt;
  return static_cast<energy::Quality>(known - codes.begin());
}

}  // namespace pue::ledger

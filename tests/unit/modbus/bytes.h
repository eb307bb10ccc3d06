// Bytes on a wire, as tests write them.
#pragma once

#include <cstdint>
#include <vector>

namespace pue::modbus {

using Bytes = std::vector<std::uint8_t>;

inline Bytes joined(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace pue::modbus

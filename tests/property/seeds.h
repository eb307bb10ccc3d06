// Seeded randomness of the property tests: the same seed gives the same run on every machine
// (the standard's distributions do not promise that).
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace pue::property {

/// How many seeds to try: PUE_PROPERTY_SEEDS, or `usual`.
inline std::uint64_t seeds(std::uint64_t usual) {
  const char* wanted = std::getenv("PUE_PROPERTY_SEEDS");
  return wanted != nullptr ? std::stoull(wanted) : usual;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// 0 … sides − 1.
  std::uint64_t roll(std::uint64_t sides) { return engine_() % sides; }
  bool once_in(std::uint64_t times) { return roll(times) == 0; }
  double between(double least, double greatest) {
    return least + (greatest - least) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace pue::property

#include "engine/serial_watch.h"

#include <utility>

namespace pue::engine {
namespace {

constexpr int readings_to_believe = 3;

}  // namespace

void SerialWatch::heard(MonoTime at) {
  const bool silent = !heard_ || at - *heard_ > settings_.silence;
  heard_ = at;
  if (silent && known_) in_doubt_since_ = at;
}

std::optional<SerialWatch::Swap> SerialWatch::number(MonoTime at, std::uint64_t number) {
  if (number == known_) {
    candidate_ = {};
    in_doubt_since_.reset();
    return std::nullopt;
  }
  if (number != candidate_.number) candidate_ = {number, 0};
  if (known_ && !in_doubt_since_) in_doubt_since_ = at;
  if (++candidate_.readings < readings_to_believe) return std::nullopt;
  candidate_ = {};
  in_doubt_since_.reset();
  const auto before = std::exchange(known_, number);
  if (!before) return std::nullopt;
  return Swap{*before, number};
}

void SerialWatch::announced() {
  known_.reset();
  candidate_ = {};
  in_doubt_since_.reset();
}

bool SerialWatch::vouches(MonoTime at) const {
  return !in_doubt_since_ || at - *in_doubt_since_ > settings_.patience;
}

}  // namespace pue::engine

#include "modbus/busy_share.h"

#include <algorithm>

namespace pue::modbus {

void BusyShare::add(MonoTime begin, MonoTime end) {
  forget_before(end);
  // Only the part of a long span that the slots can still hold.
  auto number = std::max(slot_of(begin), slot_of(end) - static_cast<std::int64_t>(slots));
  for (; number <= slot_of(end); ++number) {
    const auto from = std::max(begin, start_ + number * slot);
    const auto until = std::min(end, start_ + (number + 1) * slot);
    busy_[static_cast<std::size_t>(number) % busy_.size()] += until - from;
  }
}

std::optional<double> BusyShare::share(MonoTime now) const {
  const auto running = slot_of(now);
  if (running == 0) return std::nullopt;
  const auto first = std::max<std::int64_t>(0, running - static_cast<std::int64_t>(slots));
  Duration sum{0};
  for (auto number = first; number < running && number <= slot_of(newest_); ++number) {
    sum += busy_[static_cast<std::size_t>(number) % busy_.size()];
  }
  const std::chrono::duration<double> seen = (running - first) * slot;
  return std::chrono::duration<double>{sum} / seen / static_cast<double>(at_a_time_);
}

void BusyShare::forget_before(MonoTime now) {
  const auto oldest = slot_of(now) - static_cast<std::int64_t>(slots);
  for (auto number = std::max(slot_of(newest_) + 1, oldest); number <= slot_of(now); ++number) {
    busy_[static_cast<std::size_t>(number) % busy_.size()] = Duration{0};
  }
  newest_ = now;
}

}  // namespace pue::modbus

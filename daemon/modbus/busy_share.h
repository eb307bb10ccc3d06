// How much of the last minute a bus was busy. It is told spans of work and asked for the share.
#pragma once

#include <array>
#include <optional>

#include "base/time.h"

namespace pue::modbus {

class BusyShare {
 public:
  /// `at_a_time`: how much work can be done at once, ≥ 1.
  explicit BusyShare(MonoTime start, std::size_t at_a_time = 1)
      : start_{start}, newest_{start}, at_a_time_{at_a_time} {}

  /// Work from `begin` to `end`. Spans are told in the order of their ends.
  void add(MonoTime begin, MonoTime end);
  /// 0–1 over the last whole 10-second slots, at most six; absent before the first is over.
  std::optional<double> share(MonoTime now) const;

 private:
  static constexpr Duration slot = std::chrono::seconds{10};
  static constexpr std::size_t slots = 6;
  std::int64_t slot_of(MonoTime t) const { return (t - start_) / slot; }
  void forget_before(MonoTime now);

  MonoTime start_;
  MonoTime newest_;
  std::size_t at_a_time_;
  std::array<Duration, slots + 1> busy_{};  // by slot number modulo slots + 1, the running one too
};

}  // namespace pue::modbus

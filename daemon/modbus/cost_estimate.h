// What requests cost on a bus, measured while it is polled: so much for each, and so much for each
// register. Behind a Modbus/TCP gateway nobody says how slow its serial side is; the answers do.
#pragma once

#include <cstdint>
#include <optional>

#include "modbus/planner.h"

namespace pue::modbus {

class CostEstimate {
 public:
  /// A good answer and its round-trip time. Older answers count less and less.
  void told(const RegisterRange& range, Duration round_trip);
  std::uint64_t answers() const { return answers_; }

  /// Both costs, by least squares. Nothing while there were few answers, or lengths too much alike
  /// to tell the two costs apart.
  std::optional<CostModel> fitted() const;
  /// The cost of a request where that of a register is known (the baud rate says it).
  std::optional<CostModel> fitted(Duration per_register) const;
  /// What a request takes on average. Nothing while there were few answers.
  std::optional<Duration> mean() const;
  /// The costs if that time were all bytes on a slow line (13 and two a register), to plan requests
  /// of other lengths by, which tell the truth. Nothing while there were few answers.
  std::optional<CostModel> as_if_all_bytes() const;

 private:
  std::uint64_t answers_ = 0;
  // Weighted sums; x registers, y nanoseconds.
  double weight_ = 0;
  double x_ = 0;
  double y_ = 0;
  double xx_ = 0;
  double xy_ = 0;
};

}  // namespace pue::modbus

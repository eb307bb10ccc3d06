#include "modbus/cost_estimate.h"

#include <algorithm>

namespace pue::modbus {
namespace {

constexpr std::uint64_t answers_needed = 32;
constexpr double forgetting = 1.0 / 256;
constexpr double least_spread = 4;  // registers², the variance of the lengths

Duration nanoseconds(double count) { return Duration{static_cast<Duration::rep>(count)}; }

}  // namespace

void CostEstimate::told(const RegisterRange& range, Duration round_trip) {
  const auto x = static_cast<double>(words(range));
  const auto y = static_cast<double>(round_trip.count());
  const auto add = [](double& sum, double value) { sum += value - forgetting * sum; };
  ++answers_;
  add(weight_, 1);
  add(x_, x);
  add(y_, y);
  add(xx_, x * x);
  add(xy_, x * y);
}

std::optional<CostModel> CostEstimate::fitted() const {
  if (answers_ < answers_needed) return std::nullopt;
  const double mean_x = x_ / weight_;
  const double spread = xx_ / weight_ - mean_x * mean_x;
  if (spread < least_spread) return std::nullopt;
  const double slope = (xy_ / weight_ - mean_x * (y_ / weight_)) / spread;
  return fitted(nanoseconds(std::max(slope, 0.0)));
}

std::optional<CostModel> CostEstimate::fitted(Duration per_register) const {
  if (answers_ < answers_needed) return std::nullopt;
  const double rest = (y_ - x_ * static_cast<double>(per_register.count())) / weight_;
  // A register that costs nothing would make all plans alike; the shorter one is the better.
  return CostModel{nanoseconds(std::max(rest, 0.0)), std::max(per_register, Duration{1})};
}

std::optional<Duration> CostEstimate::mean() const {
  if (answers_ < answers_needed) return std::nullopt;
  return nanoseconds(y_ / weight_);
}

std::optional<CostModel> CostEstimate::as_if_all_bytes() const {
  constexpr double frame_in_registers = 13.0 / 2;
  if (answers_ < answers_needed) return std::nullopt;
  const auto per_register = nanoseconds(y_ / (x_ + frame_in_registers * weight_));
  return CostModel{nanoseconds(frame_in_registers * static_cast<double>(per_register.count())),
                   per_register};
}

}  // namespace pue::modbus

#include "exporters/report/meter_times.h"

#include <algorithm>

namespace pue::report {
namespace {

Duration in_place(const site::MeterPlace& place, const Period& period) {
  const auto from = std::max(period.start, place.from.value_or(period.start));
  const auto to = std::min(period.end, place.to.value_or(period.end));
  return std::max(Duration{0}, to - from);
}

}  // namespace

MeterTimes meter_times(const MeterLine& meter, const Period& period) {
  using energy::Quality;
  const auto of = [&](Quality quality) { return meter.time_by_quality[std::size_t(quality)]; };
  Duration known{0};
  for (auto time : meter.time_by_quality) known += time;
  known -= of(Quality::missing);
  const auto whole = std::max(in_place(meter.place, period), known);
  if (whole == Duration{0}) return {};
  const auto share = [&](Duration time) {
    return static_cast<double>(time.count()) / static_cast<double>(whole.count());
  };
  const auto measured = of(Quality::measured);
  return {share(measured), share(known - measured), share(whole - known)};
}

bool expired(const MeterLine& meter, std::chrono::year_month_day last_day) {
  const auto& calibration = meter.place.calibration;
  return calibration && calibration->valid_until && *calibration->valid_until < last_day;
}

}  // namespace pue::report

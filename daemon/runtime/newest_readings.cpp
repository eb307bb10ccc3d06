#include "runtime/newest_readings.h"

namespace pue::runtime {

void NewestReadings::put(const meter::Reading& reading) {
  const auto [place, is_new] = newest_.insert_or_assign({reading.meter, reading.quantity}, reading);
  if (!is_new) ++superseded_;
}

void NewestReadings::take(std::vector<meter::Reading>& out) {
  for (const auto& [point, reading] : newest_) out.push_back(reading);
  newest_.clear();
}

}  // namespace pue::runtime

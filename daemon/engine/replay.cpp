#include "engine/replay.h"

namespace pue::engine {

void replay(Accounting& accounting, const std::vector<meter::Reading>& readings,
            Duration settling_time, std::size_t stride,
            const std::function<void(std::size_t position)>& after_each) {
  std::size_t told = 0;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    accounting.accept(readings[i]);
    const bool moment_ends = i + 1 == readings.size() || readings[i + 1].at != readings[i].at;
    if (!moment_ends) continue;
    accounting.advance(readings[i].at);
    if (i + 1 - told >= stride) {
      told = i + 1;
      after_each(told);
    }
  }
  if (readings.empty()) return;
  const auto last = readings.back().at;
  accounting.advance({last.mono + settling_time, last.utc + settling_time});
  after_each(readings.size());
}

}  // namespace pue::engine

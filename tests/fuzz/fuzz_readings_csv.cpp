// A readings file of any content: readings with finite values of known meters, or an error.
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "engine/readings_csv.h"

namespace {

pue::engine::Settings settings_of_one() {
  pue::engine::Settings settings;
  settings.site.meters.resize(1);
  settings.site.meters[0].name = "grid";
  settings.trackers.resize(1);
  settings.connections.resize(1);
  return settings;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto settings = settings_of_one();
  pue::engine::ReadingsCsv csv(settings);
  std::vector<pue::meter::Reading> readings;
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  for (std::string line; std::getline(in, line);) {
    const auto read = csv.line(line);
    if (!read && read.error().message.empty()) std::abort();
    if (!read || !*read) continue;
    if (!std::isfinite((*read)->value) || (*read)->meter.index != 0) std::abort();
    readings.push_back(**read);
  }
  pue::engine::sort_for_replay(readings);
  pue::engine::median_steps(readings, 1);
  return 0;
}

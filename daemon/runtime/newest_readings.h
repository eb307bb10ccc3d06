// Readings on their way from a bus to the engine: the newest of each point is kept, one that was
// not fetched in time is superseded and counted. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "meter/reading.h"

namespace pue::runtime {

class NewestReadings {
 public:
  void put(const meter::Reading& reading);
  /// Appends all to `out` and forgets them.
  void take(std::vector<meter::Reading>& out);
  std::uint64_t superseded() const { return superseded_; }

 private:
  std::map<std::pair<MeterId, meter::Quantity>, meter::Reading> newest_;
  std::uint64_t superseded_ = 0;
};

}  // namespace pue::runtime

#include "runtime/zone_database.h"

#include <date/tz.h>

#include <stdexcept>
#include <vector>

namespace pue::runtime {
namespace {

UtcTime utc(date::sys_seconds t) { return UtcTime{t.time_since_epoch()}; }

}  // namespace

std::optional<Zone> find_zone(const std::string& name) {
  using namespace date::literals;
  constexpr date::sys_seconds first = date::sys_days{1970_y / 1 / 1};
  constexpr date::sys_seconds last = date::sys_days{2100_y / 1 / 1};
  try {
    const auto* zone = date::locate_zone(name);
    std::vector<Zone::Change> changes;
    for (auto at = first; at < last;) {
      const auto info = zone->get_info(at);
      changes.push_back({utc(at), info.offset});
      at = info.end;
    }
    return Zone(name, std::move(changes));
  } catch (const std::runtime_error&) {
    return std::nullopt;  // date-tz's way to say that the name is not in the database
  }
}

}  // namespace pue::runtime

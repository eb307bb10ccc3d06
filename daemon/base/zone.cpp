#include "base/zone.h"

#include <algorithm>
#include <utility>

namespace pue {

using namespace std::chrono;

Zone Zone::fixed(std::string name, seconds offset) {
  return Zone(std::move(name), {Change{UtcTime{}, offset}});
}

Zone::Zone(std::string name, std::vector<Change> changes)
    : name_(std::move(name)), changes_(std::move(changes)) {}

seconds Zone::offset_at(UtcTime t) const {
  auto after = std::upper_bound(changes_.begin(), changes_.end(), t,
                                [](UtcTime x, const Change& c) { return x < c.from; });
  return after == changes_.begin() ? changes_.front().offset : std::prev(after)->offset;
}

LocalDate Zone::date_at(UtcTime t) const {
  return {year_month_day{sys_days{floor<days>((t + offset_at(t)).time_since_epoch())}}};
}

UtcTime Zone::start_of(LocalDate day) const {
  const UtcTime wall{sys_days{day.ymd}.time_since_epoch()};
  // Offsets stay within a day of UTC, so midnight lies in one of the segments around wall time.
  const seconds before = offset_at(wall - hours{24});
  const UtcTime guess = wall - before;
  const UtcTime start = offset_at(guess) == before ? guess : wall - offset_at(guess);
  if (date_at(start) == day || start > guess) return start;
  // Midnight does not exist (a zone that springs forward at 00:00): the day begins at the change.
  auto change = std::upper_bound(changes_.begin(), changes_.end(), start,
                                 [](UtcTime x, const Change& c) { return x < c.from; });
  return change == changes_.end() ? start : change->from;
}

UtcTime Zone::start_of_hour(UtcTime t) const {
  const auto offset = offset_at(t);
  return floor_to(t + offset, hours{1}) - offset;
}

}  // namespace pue

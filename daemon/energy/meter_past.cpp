#include "energy/meter_past.h"

#include <utility>

#include "energy/exact.h"

namespace pue::energy {
namespace {

using std::chrono::hours;

constexpr int weeks = 3;
constexpr auto week = hours{24 * 7};
// The hour itself as well, and an hour for a change of offset.
constexpr auto kept = weeks * week + hours{2};
constexpr std::size_t kept_hours = kept / hours{1};

UtcTime hour_of(UtcTime t) { return floor_to(t, hours{1}); }

/// Rounded down, so that what is estimated is not more than what was measured.
Joules part(Joules energy, std::int64_t numerator, std::int64_t denominator) {
  return Joules{scaled(energy.count, numerator, denominator)};
}

}  // namespace

bool is_measured(const IntervalEnergy& interval) {
  switch (interval.quality) {
    case Quality::measured:
    case Quality::recovered:
    case Quality::integrated:
    case Quality::edited:
      return true;
    case Quality::substituted:
    case Quality::estimated:
    case Quality::missing:
      return false;
  }
  return false;
}

IntervalEnergy estimate(Period interval, Joules imported, Joules exported) {
  IntervalEnergy result;
  result.interval = interval;
  result.quality = Quality::estimated;
  result.imported = imported;
  result.exported = exported;
  return result;
}

void MeterPast::remember(const IntervalEnergy& measured) {
  const UtcTime start = hour_of(measured.interval.start);
  while (!hours_.empty() && start - first_ >= kept) {
    hours_.pop_front();
    first_ += hours{1};
  }
  if (hours_.empty()) first_ = start;
  while (start < first_ && hours_.size() < kept_hours) {
    hours_.emplace_front();
    first_ -= hours{1};
  }
  if (start < first_) return;
  while (hour_at(start) == nullptr) hours_.emplace_back();
  Hour& hour = hours_[static_cast<std::size_t>((start - first_) / hours{1})];
  hour.imported += measured.imported;
  hour.exported += measured.exported;
  ++hour.known;
}

const MeterPast::Hour* MeterPast::hour_at(UtcTime start) const {
  if (start < first_) return nullptr;
  const auto position = static_cast<std::size_t>((start - first_) / hours{1});
  return position < hours_.size() ? &hours_[position] : nullptr;
}

std::optional<IntervalEnergy> MeterPast::same_hours(Period interval) const {
  Joules imported;
  Joules exported;
  int found = 0;
  for (int back = 1; back <= weeks; ++back) {
    const UtcTime then = interval.start - back * week;
    const auto later = zone_.offset_at(interval.start) - zone_.offset_at(then);
    const Hour* hour = hour_at(hour_of(then + later));
    if (hour == nullptr || hour->known == 0) continue;
    imported += part(hour->imported, 1, hour->known);
    exported += part(hour->exported, 1, hour->known);
    ++found;
  }
  if (found == 0) return std::nullopt;
  return estimate(interval, part(imported, 1, found), part(exported, 1, found));
}

std::vector<IntervalEnergy> on_a_line(const IntervalEnergy& before, const IntervalEnergy& after,
                                      int count) {
  std::vector<IntervalEnergy> gap;
  const Duration length = before.interval.length();
  for (int i = 1; i <= count; ++i) {
    const auto between = [&](Joules from, Joules to) {
      return from + part(to - from, i, count + 1);
    };
    const UtcTime start = before.interval.end + (i - 1) * length;
    gap.push_back(estimate({start, start + length}, between(before.imported, after.imported),
                           between(before.exported, after.exported)));
  }
  return gap;
}

}  // namespace pue::energy

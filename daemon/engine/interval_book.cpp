#include "engine/interval_book.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace pue::engine {

IntervalBook::IntervalBook(std::size_t meters, Duration grace) : meters_(meters), grace_(grace) {}

void IntervalBook::open(Period interval) {
  Entry entry;
  entry.interval = interval;
  entry.settled.resize(meters_);
  entry.unsettled = meters_;
  open_.emplace(interval.start, std::move(entry));
}

void IntervalBook::settle(MeterId meter, const energy::IntervalEnergy& energy) {
  const auto put = [&](std::map<UtcTime, Entry>& entries) {
    const auto found = entries.find(energy.interval.start);
    if (found == entries.end()) return false;
    auto& slot = found->second.settled[meter.index];
    // What a person entered stands, whatever the registers say later.
    if (slot && slot->quality == energy::Quality::edited) return true;
    if (!slot) --found->second.unsettled;
    slot = energy;
    if (&entries == &waiting_ && !std::exchange(found->second.touched, true))
      touched_.push_back(energy.interval.start);
    return true;
  };
  // Neither: the interval lies beyond the bound of what is kept waiting.
  put(open_) || put(waiting_);
}

std::vector<ClosedInterval> IntervalBook::close_due(UtcTime now, const Provisional& provisional) {
  std::vector<ClosedInterval> closed;
  while (auto first = close_first(now, provisional)) closed.push_back(std::move(*first));
  for (auto& later : supersede()) closed.push_back(std::move(later));
  forget_oldest();
  return closed;
}

std::optional<ClosedInterval> IntervalBook::close_first(UtcTime now,
                                                        const Provisional& provisional) {
  if (open_.empty()) return std::nullopt;
  const auto first = open_.begin();
  Entry& entry = first->second;
  const auto deadline = std::max(entry.interval.end + grace_, earliest_deadline_);
  if (entry.unsettled > 0 && now < deadline) return std::nullopt;

  entry.version = 1;
  for (std::uint32_t i = 0; i < meters_; ++i)
    entry.published.push_back(entry.settled[i] ? *entry.settled[i]
                                               : provisional(MeterId{i}, entry.interval));
  ClosedInterval closed{entry.interval, 1, entry.published, std::nullopt};
  if (entry.unsettled > 0) waiting_.emplace(first->first, std::move(entry));
  open_.erase(first);
  return closed;
}

std::vector<ClosedInterval> IntervalBook::supersede() {
  std::vector<ClosedInterval> versions;
  std::sort(touched_.begin(), touched_.end());
  for (const auto start : std::exchange(touched_, {})) {
    const auto found = waiting_.find(start);
    if (found == waiting_.end()) continue;
    Entry& entry = found->second;
    entry.touched = false;
    auto now_known = entry.published;
    for (std::size_t i = 0; i < meters_; ++i)
      if (entry.settled[i]) now_known[i] = *entry.settled[i];
    if (now_known != entry.published) {
      std::swap(entry.published, now_known);
      versions.push_back({entry.interval, ++entry.version, entry.published, now_known});
    }
    if (entry.unsettled == 0) waiting_.erase(found);
  }
  return versions;
}

void IntervalBook::forget_oldest() {
  const auto fits = std::min(limits::pending_boundaries,
                             limits::waiting_meter_intervals / std::max<std::size_t>(meters_, 1));
  while (waiting_.size() > fits) waiting_.erase(waiting_.begin());
}

std::vector<OpenInterval> IntervalBook::open_intervals() const {
  std::vector<OpenInterval> all;
  for (const auto& [start, entry] : open_) all.push_back({entry.interval, entry.settled});
  return all;
}

std::vector<WaitingInterval> IntervalBook::waiting() const {
  std::vector<WaitingInterval> all;
  all.reserve(waiting_.size());
  for (const auto& [start, entry] : waiting_) {
    WaitingInterval one{entry.interval, entry.version, {}};
    for (std::uint32_t i = 0; i < meters_; ++i)
      if (!entry.settled[i]) one.unsettled.push_back(MeterId{i});
    all.push_back(std::move(one));
  }
  return all;
}

std::optional<UtcTime> IntervalBook::oldest_waiting() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.begin()->first;
}

void IntervalBook::restore(const WaitingInterval& waiting,
                           const std::vector<energy::IntervalEnergy>& meters) {
  Entry entry;
  entry.interval = waiting.interval;
  entry.version = waiting.version;
  entry.published = meters;
  entry.settled.assign(meters.begin(), meters.end());
  for (const auto meter : waiting.unsettled) entry.settled[meter.index].reset();
  entry.unsettled = waiting.unsettled.size();
  waiting_.insert_or_assign(waiting.interval.start, std::move(entry));
}

}  // namespace pue::engine

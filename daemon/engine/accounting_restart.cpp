#include <algorithm>

#include "engine/accounting_state.h"

namespace pue::engine {
namespace {

// Two years and a month: the annual window, and the season of the year before.
constexpr auto recalled_history = std::chrono::hours{24 * 762};
// How long the daemon may have been down when its clock stands before the state's: a register's
// step is believed as far as P_max reaches in that time.
constexpr auto unknown_downtime = std::chrono::hours{24};

}  // namespace

SavedState Accounting::State::saved() const {
  const auto name = [&](std::size_t index) { return settings.site.meters[index].name; };
  SavedState saved;
  saved.site = settings.site.facts.name;
  saved.next_boundary = next_boundary;
  saved.closed_until = closed_until;
  saved.told_until = told_until;
  saved.clock_marks = clock_steps.marked();
  saved.clock_skips = clock_steps.skips();
  for (const auto& [time, meter] : changes.done())
    saved.changes.push_back({time, name(meter.index)});
  saved.exact = totals.exact();
  saved.exported = totals.exported();
  saved.battery = battery.state();
  for (std::size_t i = 0; i < trackers.size(); ++i)
    saved.trackers.emplace(name(i), trackers[i].save());
  for (const auto& open : book.open_intervals()) {
    SavedOpen one{open.interval, {}};
    for (std::size_t i = 0; i < open.settled.size(); ++i)
      if (open.settled[i]) one.settled.emplace(name(i), *open.settled[i]);
    saved.open.push_back(std::move(one));
  }
  for (const auto& waiting : book.waiting()) {
    SavedWaiting one{waiting.interval, waiting.version, {}};
    for (const auto meter : waiting.unsettled) one.unsettled.push_back(name(meter.index));
    if (const auto seconds = validated.find(waiting.interval.start); seconds != validated.end())
      for (const auto meter : seconds->second) one.second_meters.push_back(name(meter.index));
    saved.waiting.push_back(std::move(one));
  }
  for (std::uint32_t i = 0; i < trackers.size(); ++i)
    if (auto gap = gaps.open_gap(MeterId{i}); gap.before || !gap.missing.empty())
      saved.gaps.emplace(name(i), std::move(gap));
  for (std::size_t i = 0; i < serial_watches.size(); ++i)
    if (const auto known = serial_watches[i].known()) saved.serials.emplace(name(i), *known);
  return saved;
}

void Accounting::State::restore(const SavedState& saved, Moment at) {
  now = at;
  next_boundary = saved.next_boundary;
  closed_until = saved.closed_until;
  totals.restore(saved.exact, saved.exported);
  if (const auto mix = kpi::BatteryMix::restore({}, saved.battery)) battery = *mix;
  const auto as_of = restore_clock(saved, at);
  for (std::size_t i = 0; i < trackers.size(); ++i)
    if (const auto text = saved.trackers.find(settings.site.meters[i].name);
        text != saved.trackers.end() && trackers[i].restore(text->second, as_of) &&
        saved.run_goes_on)
      trackers[i].went_on();
  restore_open(saved);
  restore_waiting(saved);
  restore_gaps(saved);
  restore_changes(saved);
  restore_serials(saved);
  // Meters that were not read during the downtime get their chance before it closes as missing.
  book.hold_until(at.utc + settings.grace);
}

/// The moment that the trackers take for now. By a clock that is behind the state no time has
/// passed, and the registers' steps would be more than any meter makes.
Moment Accounting::State::restore_clock(const SavedState& saved, Moment at) {
  clock_steps.restore(saved.clock_marks, saved.clock_skips);
  clock_steps.observe(at, std::nullopt);
  if (!saved.told_until) return at;
  if (*saved.told_until - at.utc <= clock_step) {
    last_told = at.mono - std::max(Duration{0}, at.utc - *saved.told_until);
    return at;
  }
  clock_steps.mark(*saved.told_until);
  if (open_since()) clock_steps.mark(*open_since());
  return {at.mono, *saved.told_until + unknown_downtime};
}

void Accounting::State::restore_open(const SavedState& saved) {
  for (const auto& open : saved.open) {
    book.open(open.interval);
    for (std::uint32_t i = 0; i < trackers.size(); ++i)
      if (const auto energy = open.settled.find(settings.site.meters[i].name);
          energy != open.settled.end()) {
        book.settle(MeterId{i}, energy->second);
        gaps.recall(MeterId{i}, energy->second);
      }
  }
}

void Accounting::State::restore_gaps(const SavedState& saved) {
  const auto by_name = meters_by_name();
  for (const auto& [meter, gap] : saved.gaps)
    if (const auto id = by_name.find(meter); id != by_name.end()) gaps.restore(id->second, gap);
}

std::map<std::string, MeterId> Accounting::State::meters_by_name() const {
  std::map<std::string, MeterId> by_name;
  for (std::uint32_t i = 0; i < trackers.size(); ++i)
    by_name.emplace(settings.site.meters[i].name, MeterId{i});
  return by_name;
}

void Accounting::State::restore_changes(const SavedState& saved) {
  const auto by_name = meters_by_name();
  std::set<MeterChanges::Key> done;
  for (const auto& change : saved.changes)
    if (const auto id = by_name.find(change.meter); id != by_name.end())
      done.emplace(change.at, id->second);
  told_until = saved.told_until ? saved.told_until : saved.next_boundary;
  if (told_until) changes.restore(done, *told_until);
}

/// Of meters that still tell theirs: another number would be waited for in vain.
void Accounting::State::restore_serials(const SavedState& saved) {
  for (std::size_t i = 0; i < serial_watches.size(); ++i)
    if (const auto known = saved.serials.find(settings.site.meters[i].name);
        known != saved.serials.end() &&
        meter::has_quantity(settings.connections[i].points, meter::Quantity::serial))
      serial_watches[i].restore(known->second);
}

void Accounting::State::restore_waiting(const SavedState& saved) {
  const auto by_name = meters_by_name();
  for (const auto& waiting : saved.waiting) {
    WaitingInterval one{waiting.interval, waiting.version, {}};
    for (const auto& meter : waiting.unsettled)
      if (const auto id = by_name.find(meter); id != by_name.end())
        one.unsettled.push_back(id->second);
    auto& seconds = validated[waiting.interval.start];
    for (const auto& meter : waiting.second_meters)
      if (const auto id = by_name.find(meter); id != by_name.end()) seconds.insert(id->second);
    to_recall.emplace(waiting.interval.start, std::move(one));
  }
}

/// What is not settled comes again, when it is.
void Accounting::State::remember_past(const site::SiteInterval& stored,
                                      const std::vector<MeterId>& unsettled) {
  for (std::uint32_t i = 0; i < stored.meters.size(); ++i) {
    const bool settled =
        std::find(unsettled.begin(), unsettled.end(), MeterId{i}) == unsettled.end();
    if (settled) gaps.recall(MeterId{i}, stored.meters[i]);
  }
}

/// An interval that waits in the state but is no longer in the store has nothing to supersede.
void Accounting::State::recall(const site::SiteInterval& stored) {
  const auto start = stored.interval.start;
  figure_book.put(stored);
  live.closed(stored, now);
  remember_qualities(stored.meters);
  second_meters.observe(stored.meters);
  if (!closed_until || *closed_until < stored.interval.end) closed_until = stored.interval.end;
  const auto waiting = to_recall.find(start);
  remember_past(stored,
                waiting == to_recall.end() ? std::vector<MeterId>{} : waiting->second.unsettled);
  // Without meters, as after its detail was dropped by rule, it cannot be made anew.
  if (waiting == to_recall.end() || stored.meters.empty()) return;
  book.restore(waiting->second, stored.meters);
  const kpi::BatteryShift moved{stored.battery_load,
                                {stored.battery_renewable_low, stored.battery_renewable_high}};
  if (kpi::battery_flow(stored)) battery_shifts.emplace(start, moved);
  to_recall.erase(waiting);
}

std::string Accounting::save(Run run) const {
  auto saved = state_->saved();
  saved.run_goes_on = run == Run::goes_on;
  return to_text(saved);
}

UtcTime Accounting::history_needed(const std::string& text, UtcTime latest) {
  const auto saved = saved_state_from_text(text);
  if (!saved || !saved->closed_until) return latest;
  auto oldest = *saved->closed_until - recalled_history;
  for (const auto& one : saved->waiting) oldest = std::min(oldest, one.interval.start);
  return oldest;
}

bool Accounting::restore(const std::string& text, Moment now) {
  const auto saved = saved_state_from_text(text);
  if (!saved || saved->site != state_->settings.site.facts.name) return false;
  state_->restore(*saved, now);
  return true;
}

std::optional<UtcTime> Accounting::evidence_needed() const {
  if (state_->to_recall.empty()) return std::nullopt;
  return state_->to_recall.begin()->first;
}

std::vector<LateChange> Accounting::late_changes() const {
  std::vector<LateChange> late;
  for (const auto& [time, meter] : state_->changes.late())
    late.push_back({time, state_->settings.site.meters[meter.index].name});
  return late;
}

void Accounting::recall(const site::SiteInterval& stored) { state_->recall(stored); }

void Accounting::resume() {
  state_->to_recall.clear();
  state_->refresh_figures();
}

}  // namespace pue::engine

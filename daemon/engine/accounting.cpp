#include "engine/accounting.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include "base/limits.h"
#include "engine/energy_totals.h"
#include "engine/interval_book.h"
#include "engine/live_inputs.h"
#include "engine/plausible.h"
#include "engine/state_text.h"

namespace pue::engine {
namespace {

using meter::Quantity;
using meter::Reading;

constexpr auto kept_for_windows = std::chrono::hours{50};  // a local day of 25 h, twice

UtcTime start_of_service(const site::SiteSettings& site) {
  if (!site.facts.in_service) return UtcTime{Duration::min()};
  return site.zone.start_of(LocalDate{*site.facts.in_service});
}

site::SiteModel model_of(const site::SiteSettings& site) {
  return site::SiteModel::build(site).value();  // checked by the configuration loader
}

}  // namespace

struct Accounting::State {
  explicit State(Settings s)
      : settings(std::move(s)),
        model(model_of(settings.site)),
        in_service_from(start_of_service(settings.site)),
        book(settings.site.meters.size(), settings.grace),
        live(settings.site.meters.size()),
        newest(settings.site.meters.size()),
        read_since_start(settings.site.meters.size(), false),
        implausible(settings.site.meters.size(), 0),
        last_quality(settings.site.meters.size(), energy::Quality::missing) {
    for (const auto& tracker : settings.trackers) trackers.emplace_back(tracker);
  }

  // A reading may come as late as its request's deadline; what is older than this is settled.
  Duration lag() const { return settings.polling.timeout + std::chrono::seconds{1}; }

  void accept(Reading reading);
  void observe(const Reading& reading);
  void feed(const Reading& reading);
  void feed_inbox(Moment horizon);
  void pass_boundaries(Moment at);
  void advance(Moment now);
  void close(const ClosedInterval& closed);
  void remember(site::SiteInterval interval);
  void remember_qualities(const std::vector<energy::IntervalEnergy>& meters);
  void refresh_windows();
  bool counters_valid() const;
  MeterState meter_state(std::uint32_t index) const;
  std::vector<CapFigure> caps() const;
  SavedState saved() const;
  void restore(const SavedState& saved, const std::vector<site::SiteInterval>& stored, Moment at);
  void restore_open(const SavedState& saved);
  void restore_waiting(const SavedState& saved, const std::vector<site::SiteInterval>& stored);

  Settings settings;
  site::SiteModel model;
  UtcTime in_service_from;
  std::vector<energy::MeterTracker> trackers;
  IntervalBook book;
  EnergyTotals totals;
  LiveInputs live;

  std::vector<Reading> inbox;  // later than the horizon
  std::vector<std::array<std::optional<MonoTime>, meter::quantity_count>> newest;
  std::vector<bool> read_since_start;
  std::vector<std::uint64_t> implausible;
  std::vector<energy::Quality> last_quality;
  std::uint64_t dropped = 0;

  Moment now{};
  std::optional<MonoTime> settled_until;
  MonoTime last_told{Duration::min()};
  std::optional<UtcTime> next_boundary;
  std::optional<UtcTime> closed_until;
  std::vector<site::SiteInterval> closed;  // not yet taken
  std::vector<site::SiteInterval> recent;  // newest versions, without per-meter energies
  std::array<kpi::WindowFigures, kpi::windows.size()> windows{};
};

void Accounting::State::accept(Reading reading) {
  auto& last = newest[reading.meter.index][static_cast<std::size_t>(reading.quantity)];
  if ((last && reading.at.mono <= *last) || (settled_until && reading.at.mono <= *settled_until)) {
    ++dropped;
    return;
  }
  last = reading.at.mono;
  if (settings.connections[reading.meter.index].reverse) {
    if (reading.quantity == Quantity::active_power_w)
      reading.value = -reading.value;
    else if (reading.quantity == Quantity::energy_import_wh)
      reading.quantity = Quantity::energy_export_wh;
    else if (reading.quantity == Quantity::energy_export_wh)
      reading.quantity = Quantity::energy_import_wh;
  }
  observe(reading);
}

void Accounting::State::observe(const Reading& reading) {
  live.answered(reading.meter, reading.at);
  if (reading.quantity == Quantity::active_power_w) {
    const Watts power{reading.value};
    const auto role = settings.site.meters[reading.meter.index].role;
    if (!plausible_power(power, settings.trackers[reading.meter.index].max_power, role)) {
      ++implausible[reading.meter.index];
      return;
    }
    live.power(reading.meter, reading.at, power);
    inbox.push_back(reading);
  } else if (meter::is_energy(reading.quantity)) {
    inbox.push_back(reading);
  }
}

void Accounting::State::feed(const Reading& reading) {
  auto& tracker = trackers[reading.meter.index];
  read_since_start[reading.meter.index] = true;
  if (reading.quantity == Quantity::active_power_w)
    tracker.power(reading.at, Watts{reading.value});
  else if (reading.quantity == Quantity::energy_import_wh)
    tracker.import_register(reading.at, joules_from_watt_hours(reading.value));
  else
    tracker.export_register(reading.at, joules_from_watt_hours(reading.value));
}

/// Tells the trackers every boundary before `at`, mapped to monotonic time as of `at`.
void Accounting::State::pass_boundaries(Moment at) {
  if (!next_boundary) {
    const auto floor = floor_to(at.utc, settings.interval);
    next_boundary = floor == at.utc ? floor : floor + settings.interval;
  }
  while (*next_boundary < at.utc) {
    // After a forward step of the clock the boundary would lie before what was already told.
    const auto mono = std::max(at.mono - (at.utc - *next_boundary), last_told);
    const Moment boundary{mono, *next_boundary};
    for (auto& tracker : trackers) tracker.boundary(boundary);
    if (at.utc - *next_boundary > limits::longest_gap) {
      // The trackers settle the whole gap as one interval, which no book has opened.
      next_boundary = floor_to(at.utc, settings.interval);
      continue;
    }
    book.open({*next_boundary, *next_boundary + settings.interval});
    *next_boundary += settings.interval;
  }
}

void Accounting::State::feed_inbox(Moment horizon) {
  const auto later = [&](const Reading& r) { return r.at.mono > horizon.mono; };
  const auto due = std::stable_partition(inbox.begin(), inbox.end(), std::not_fn(later));
  // At equal times power comes first: a register reading is clamped with the power of its moment.
  std::stable_sort(inbox.begin(), due, [](const Reading& a, const Reading& b) {
    return std::tie(a.at.mono, a.quantity) < std::tie(b.at.mono, b.quantity);
  });
  for (auto reading = inbox.begin(); reading != due; ++reading) {
    pass_boundaries(reading->at);
    feed(*reading);
    last_told = reading->at.mono;
  }
  inbox.erase(inbox.begin(), due);
}

void Accounting::State::advance(Moment to) {
  now = to;
  const Moment horizon{to.mono - lag(), to.utc - lag()};
  feed_inbox(horizon);
  settled_until = horizon.mono;
  if (next_boundary) pass_boundaries(horizon);
  for (std::uint32_t i = 0; i < trackers.size(); ++i) {
    trackers[i].advance(horizon);
    for (const auto& energy : trackers[i].take_settled()) book.settle(MeterId{i}, energy);
  }
  const auto due = book.close_due(to.utc, [&](MeterId meter, Period interval) {
    return trackers[meter.index].provisional(interval);
  });
  for (const auto& one : due) close(one);
  if (!due.empty()) refresh_windows();
}

void Accounting::State::close(const ClosedInterval& one) {
  auto interval = site::balance(model, one.interval, one.version, one.meters);
  if (one.version == 1) {
    closed_until = one.interval.end;
    remember_qualities(one.meters);
  }
  if (one.interval.start >= in_service_from) {
    std::optional<site::SiteInterval> before;
    if (one.superseded)
      before = site::balance(model, one.interval, one.version - 1, *one.superseded);
    totals.add(interval, before);
    remember(interval);
  }
  closed.push_back(std::move(interval));
}

void Accounting::State::remember_qualities(const std::vector<energy::IntervalEnergy>& meters) {
  for (std::size_t i = 0; i < std::min(meters.size(), last_quality.size()); ++i)
    last_quality[i] = meters[i].quality;
}

/// Windows need the newest versions of two days; the per-meter energies are the store's.
void Accounting::State::remember(site::SiteInterval interval) {
  interval.meters.clear();
  const auto at = std::lower_bound(
      recent.begin(), recent.end(), interval.interval.start,
      [](const site::SiteInterval& i, UtcTime start) { return i.interval.start < start; });
  if (at != recent.end() && at->interval.start == interval.interval.start)
    *at = std::move(interval);
  else
    recent.insert(at, std::move(interval));
  const auto oldest = recent.back().interval.start - kept_for_windows;
  recent.erase(recent.begin(),
               std::find_if(recent.begin(), recent.end(), [&](const site::SiteInterval& i) {
                 return i.interval.start >= oldest;
               }));
}

void Accounting::State::refresh_windows() {
  if (!closed_until) return;
  const auto& zone = settings.site.zone;
  const auto least = least_it_power(settings.site.facts);
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const auto period = kpi::last_closed(kpi::windows[w], *closed_until, zone);
    windows[w] = kpi::figures(kpi::windows[w], period, recent, zone, least);
  }
}

/// After a start a counter is absent until every input was read: a scrape in between would see a
/// site without one of its meters.
bool Accounting::State::counters_valid() const {
  const auto& inputs = model.required();
  return closed_until && std::all_of(inputs.begin(), inputs.end(),
                                     [&](MeterId meter) { return read_since_start[meter.index]; });
}

MeterState Accounting::State::meter_state(std::uint32_t index) const {
  const MeterId id{index};
  const auto& place = settings.site.meters[index];
  const auto& connection = settings.connections[index];
  MeterState state;
  state.name = place.name;
  state.role = place.role;
  state.profile = connection.profile;
  if (connection.link < settings.links.size()) state.link = settings.links[connection.link].name;
  state.unit = connection.unit;
  state.up = live.up(id, now.mono, settings.stale_after);
  state.power = live.fresh_power(id, now.mono, settings.stale_after);
  if (state.up && trackers[index].caught_up()) {
    state.energy_imported = trackers[index].total_imported();
    state.energy_exported = trackers[index].total_exported();
  }
  state.last_success = live.last_answer(id);
  state.last_interval = last_quality[index];
  state.implausible = implausible[index];
  return state;
}

std::vector<CapFigure> Accounting::State::caps() const {
  const auto& facts = settings.site.facts;
  const auto today = settings.site.zone.date_at(now.utc).ymd;
  std::vector<CapFigure> figures;
  for (auto& row : kpi::applicable(settings.policies, facts, today)) {
    CapFigure cap;
    cap.derivation = kpi::derivation(row, facts);
    for (std::size_t w = 0; w < windows.size(); ++w)
      if (windows[w].pue)
        cap.complies[w] = kpi::complies(*windows[w].facility, *windows[w].it, row.cap);
    cap.policy = std::move(row);
    figures.push_back(std::move(cap));
  }
  return figures;
}

SavedState Accounting::State::saved() const {
  const auto name = [&](std::size_t index) { return settings.site.meters[index].name; };
  SavedState saved;
  saved.site = settings.site.facts.name;
  saved.next_boundary = next_boundary;
  saved.closed_until = closed_until;
  saved.exact = totals.exact();
  saved.exported = totals.exported();
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
    saved.waiting.push_back(std::move(one));
  }
  return saved;
}

void Accounting::State::restore(const SavedState& saved,
                                const std::vector<site::SiteInterval>& stored, Moment at) {
  now = at;
  next_boundary = saved.next_boundary;
  closed_until = saved.closed_until;
  totals.restore(saved.exact, saved.exported);
  for (std::size_t i = 0; i < trackers.size(); ++i)
    if (const auto text = saved.trackers.find(settings.site.meters[i].name);
        text != saved.trackers.end())
      trackers[i].restore(text->second, at);
  restore_open(saved);
  restore_waiting(saved, stored);
  // Meters that were not read during the downtime get their chance before it closes as missing.
  book.hold_until(at.utc + settings.grace);
  for (const auto& interval : stored)
    if (interval.interval.start >= in_service_from) remember(interval);
  if (!stored.empty()) remember_qualities(stored.back().meters);
  refresh_windows();
}

void Accounting::State::restore_open(const SavedState& saved) {
  for (const auto& open : saved.open) {
    book.open(open.interval);
    for (std::uint32_t i = 0; i < trackers.size(); ++i)
      if (const auto energy = open.settled.find(settings.site.meters[i].name);
          energy != open.settled.end())
        book.settle(MeterId{i}, energy->second);
  }
}

void Accounting::State::restore_waiting(const SavedState& saved,
                                        const std::vector<site::SiteInterval>& stored) {
  std::map<UtcTime, const site::SiteInterval*> by_start;
  for (const auto& interval : stored) by_start.emplace(interval.interval.start, &interval);
  std::map<std::string, MeterId> by_name;
  for (std::uint32_t i = 0; i < trackers.size(); ++i)
    by_name.emplace(settings.site.meters[i].name, MeterId{i});

  for (const auto& waiting : saved.waiting) {
    const auto interval = by_start.find(waiting.interval.start);
    if (interval == by_start.end()) continue;  // the store no longer has it: nothing to supersede
    WaitingInterval one{waiting.interval, waiting.version, {}};
    for (const auto& meter : waiting.unsettled)
      if (const auto id = by_name.find(meter); id != by_name.end())
        one.unsettled.push_back(id->second);
    book.restore(one, interval->second->meters);
  }
}

Accounting::Accounting(Settings settings) : state_(std::make_unique<State>(std::move(settings))) {}
Accounting::~Accounting() = default;
Accounting::Accounting(Accounting&&) noexcept = default;
Accounting& Accounting::operator=(Accounting&&) noexcept = default;

void Accounting::accept(const Reading& reading) { state_->accept(reading); }
void Accounting::advance(Moment now) { state_->advance(now); }
std::vector<site::SiteInterval> Accounting::take_closed() {
  return std::exchange(state_->closed, {});
}
std::uint64_t Accounting::dropped_readings() const { return state_->dropped; }

Snapshot Accounting::snapshot() const {
  const State& state = *state_;
  Snapshot snapshot;
  snapshot.at = state.now.utc;
  snapshot.site = state.settings.site.facts.name;
  snapshot.live = state.live.figures(state.settings, state.model, state.now.mono);
  snapshot.windows = state.windows;
  if (state.counters_valid()) snapshot.counters = state.totals.exported();
  snapshot.caps = state.caps();
  for (std::uint32_t i = 0; i < state.trackers.size(); ++i)
    snapshot.meters.push_back(state.meter_state(i));
  snapshot.equation = state.model.equation(state.settings.site);
  snapshot.category = state.model.category();
  snapshot.closed_until = state.closed_until;
  return snapshot;
}

std::string Accounting::save() const { return to_text(state_->saved()); }

UtcTime Accounting::history_needed(const std::string& text, UtcTime latest) {
  const auto saved = saved_state_from_text(text);
  if (!saved || !saved->closed_until) return latest;
  auto oldest = *saved->closed_until - kept_for_windows;
  for (const auto& one : saved->waiting) oldest = std::min(oldest, one.interval.start);
  return oldest;
}

bool Accounting::restore(const std::string& text, const std::vector<site::SiteInterval>& stored,
                         Moment now) {
  const auto saved = saved_state_from_text(text);
  if (!saved || saved->site != state_->settings.site.facts.name) return false;
  state_->restore(*saved, stored, now);
  return true;
}

}  // namespace pue::engine

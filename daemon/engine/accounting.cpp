#include "engine/accounting.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "base/limits.h"
#include "energy/volume_register.h"
#include "engine/accounting_state.h"
#include "engine/plausible.h"
#include "engine/primary_side.h"
#include "engine/register_feed.h"

namespace pue::engine {
namespace {

using meter::Quantity;
using meter::Reading;

// The last hour and the day around it, with their meters, are always kept.
constexpr auto kept_for_windows = std::chrono::hours{26};

/// Nobody replaces a meter within the three polls over which powers are joined. Its number is read
/// at the slow rate, or as rarely as readings come; three decide, and two more may fail.
SerialWatch::Settings serial_doubts(const Settings& settings, std::size_t meter) {
  const auto power_gap = settings.trackers[meter].power_gap;
  return {std::max(power_gap, settings.stale_after),
          5 * std::max(settings.polling.slow_interval, power_gap / 3)};
}

site::SiteModel model_of(const site::SiteSettings& site) {
  return site::SiteModel::build(site).value();  // checked by the configuration loader
}

}  // namespace

Accounting::State::State(Settings s)
    : settings(std::move(s)),
      model(model_of(settings.site)),
      tree(site::MeterTree::build(settings.site.meters).value()),
      in_service_from(start_of_service(settings.site)),
      book(settings.site.meters.size(), settings.grace),
      figure_book(settings, model),
      gaps(settings, model),
      second_meters(settings.site),
      changes(settings),
      clock_steps(settings.interval),
      totals(carbon_by_place(settings)),
      live(settings.site.meters.size()),
      newest(settings.site.meters.size()),
      read_since_start(settings.site.meters.size(), false),
      implausible(settings.site.meters.size(), 0),
      last_quality(settings.site.meters.size(), energy::Quality::missing) {
  energy_contradicted.resize(settings.site.meters.size(), false);
  for (const auto& tracker : settings.trackers) trackers.emplace_back(tracker);
  for (std::size_t i = 0; i < trackers.size(); ++i) {
    phase_powers.emplace_back(settings.connections[i].points, settings.polling.interval / 2);
    power_watches.emplace_back(settings.connections[i], settings.trackers[i].max_power);
    current_checks.emplace_back(settings.trackers[i].max_power);
    serial_watches.emplace_back(serial_doubts(settings, i));
    const bool told = meter::has_quantity(settings.connections[i].points, Quantity::serial);
    swaps.push_back(told ? std::optional<std::uint64_t>(0) : std::nullopt);
  }
}

void Accounting::State::accept(Reading reading) {
  auto& last = newest[reading.meter.index][static_cast<std::size_t>(reading.quantity)];
  if ((last && reading.at.mono <= *last) || (settled_until && reading.at.mono <= *settled_until)) {
    ++dropped;
    return;
  }
  last = reading.at.mono;
  if (const auto total = phase_powers[reading.meter.index].read(reading)) accept(*total);
  const auto& connection = settings.connections[reading.meter.index];
  power_watches[reading.meter.index].read(reading);
  current_checks[reading.meter.index].read(reading);
  reading = on_primary_side(reading, connection.multipliers, connection.reverse);
  observe(reading);
}

void Accounting::State::observe(const Reading& reading) {
  live.answered(reading.meter, reading.at);
  if (!is_followed(settings.site.meters[reading.meter.index].role, reading.quantity)) return;
  if (reading.quantity == Quantity::active_power_w) {
    const Watts power{reading.value};
    const auto role = settings.site.meters[reading.meter.index].role;
    if (!plausible_power(power, settings.trackers[reading.meter.index].max_power, role)) {
      ++implausible[reading.meter.index];
      return;
    }
    if (power_watches[reading.meter.index].frozen()) return;
    live.power(reading.meter, reading.at, power);
    inbox.push_back(reading);
  } else {
    inbox.push_back(reading);
  }
}

void Accounting::State::feed(const Reading& reading) {
  auto& serial = serial_watches[reading.meter.index];
  serial.heard(reading.at.mono);
  if (reading.quantity == Quantity::serial) return identify(reading);
  if (meter::is_register(reading.quantity) && !serial.vouches(reading.at.mono)) return;
  read_since_start[reading.meter.index] = true;
  engine::feed(trackers[reading.meter.index], reading);
  const bool electric = is_electric(settings.site.meters[reading.meter.index].role);
  if (electric && !settings.trackers[reading.meter.index].has_power) derive_power(reading.meter);
}

void Accounting::State::identify(const Reading& number) {
  const auto i = number.meter.index;
  const auto swap =
      serial_watches[i].number(number.at.mono, static_cast<std::uint64_t>(number.value));
  if (!swap) return;
  trackers[i].change(number.at, {});
  swaps[i] = swaps[i].value_or(0) + 1;
  seen_swaps.push_back({number.at.utc, settings.site.meters[i].name, *swap});
}

void Accounting::State::derive_power(MeterId meter) {
  const auto derived = trackers[meter.index].register_power();
  if (!derived) return live.no_power(meter);
  const auto role = settings.site.meters[meter.index].role;
  if (plausible_power(derived->power, settings.trackers[meter.index].max_power, role))
    return live.power(meter, derived->at, derived->power);
  ++implausible[meter.index];
  live.no_power(meter);
}

/// A time before `at` as of its clock. After a forward step of the clock it would lie before what
/// was already told.
Moment Accounting::State::told_at(UtcTime time, Moment at) const {
  return {std::max(at.mono - (at.utc - time), last_told), time};
}

/// The interval that ends at the next boundary never was.
bool Accounting::State::left_out() const {
  return clock_steps.skipped({*next_boundary - settings.interval, *next_boundary});
}

/// What the clock left out has no time: what flowed since anything was told belongs after it.
Moment Accounting::State::boundary_at(Moment at) const {
  const bool told = last_told > MonoTime{Duration::min()};
  return told && left_out() ? Moment{last_told, *next_boundary} : told_at(*next_boundary, at);
}

/// Tells the trackers every boundary before `at` and every change of a register up to it: what is
/// read at the moment of a change is read of the new register.
void Accounting::State::pass_until(Moment at) {
  if (!next_boundary) {
    const auto floor = floor_to(at.utc, settings.interval);
    next_boundary = floor == at.utc ? floor : floor + settings.interval;
    changes.skip_until(at.utc);
  }
  while (true) {
    const auto* change = changes.next();
    if (change != nullptr && change->first <= std::min(at.utc, *next_boundary))
      pass_change(at);
    else if (*next_boundary < at.utc || left_out())
      pass_boundary(at);
    else
      break;
  }
  told_until = std::max(told_until.value_or(at.utc), at.utc);
}

void Accounting::State::pass_change(Moment at) {
  const auto [time, meter] = *changes.next();
  trackers[meter.index].change(told_at(time, at), changes.take());
  serial_watches[meter.index].announced();
}

void Accounting::State::pass_boundary(Moment at) {
  const auto boundary = boundary_at(at);
  for (auto& tracker : trackers) tracker.boundary(boundary);
  last_told = boundary.mono;
  if (at.utc - *next_boundary > limits::longest_gap) {
    // The trackers settle the whole gap as one interval, which no book has opened.
    next_boundary = floor_to(at.utc, settings.interval);
    return;
  }
  open_interval({*next_boundary, *next_boundary + settings.interval});
  *next_boundary += settings.interval;
}

/// Nobody waits for a meter that is not in place; what it measures is not the site's.
void Accounting::State::open_interval(Period interval) {
  book.open(interval);
  for (std::uint32_t i = 0; i < trackers.size(); ++i) {
    energy::IntervalEnergy nothing;
    nothing.interval = interval;
    if (!model.in_place(MeterId{i}, interval)) book.settle(MeterId{i}, nothing);
  }
}

void Accounting::State::feed_inbox(Moment horizon) {
  const auto later = [&](const Reading& r) { return r.at.mono > horizon.mono; };
  const auto due = std::stable_partition(inbox.begin(), inbox.end(), std::not_fn(later));
  // At equal times the serial number comes first: it says whose the register is. Then power: a
  // register reading is clamped with the power of its moment.
  const auto order = [](const Reading& reading) {
    return std::tuple(reading.at.mono, reading.quantity != Quantity::serial, reading.quantity);
  };
  std::stable_sort(inbox.begin(), due,
                   [&](const Reading& a, const Reading& b) { return order(a) < order(b); });
  for (auto reading = inbox.begin(); reading != due; ++reading) {
    pass_until(reading->at);
    feed(*reading);
    last_told = reading->at.mono;
  }
  inbox.erase(inbox.begin(), due);
}

void Accounting::State::advance(Moment to) {
  now = to;
  clock_steps.observe(to, open_since());
  const Moment horizon{to.mono - lag(), to.utc - lag()};
  feed_inbox(horizon);
  settled_until = horizon.mono;
  if (next_boundary) {
    pass_until(horizon);
    last_told = std::max(last_told, horizon.mono);
  }
  settle_trackers(horizon);
  const auto due = book.close_due(to.utc, [&](MeterId meter, Period interval) {
    return gaps.provisional(meter, trackers[meter.index].provisional(interval));
  });
  for (const auto& one : due) close(one);
  if (!due.empty() || judged_on != settings.site.zone.date_at(now.utc)) refresh_figures();
  forget_settled();
}

void Accounting::State::settle_trackers(Moment horizon) {
  for (std::uint32_t i = 0; i < trackers.size(); ++i) {
    const MeterId meter{i};
    trackers[i].advance(horizon);
    for (const auto& energy : trackers[i].take_settled()) {
      if (!model.in_place(meter, energy.interval)) continue;
      if (const auto contradicts = energy_contradicts(energy))
        energy_contradicted[i] = *contradicts;
      for (const auto& final : gaps.settle(meter, energy)) book.settle(meter, final);
    }
  }
}

std::optional<UtcTime> Accounting::State::open_since() const {
  if (!next_boundary) return std::nullopt;
  return *next_boundary - settings.interval;
}

/// What the clock left out never was: not known, and not 0.
site::SiteInterval Accounting::State::balanced(const ClosedInterval& one, std::uint32_t version,
                                               std::vector<energy::IntervalEnergy> meters) const {
  if (clock_steps.skipped(one.interval)) {
    energy::IntervalEnergy nothing;
    nothing.interval = one.interval;
    std::fill(meters.begin(), meters.end(), nothing);
  } else if (const auto seconds = validated.find(one.interval.start); seconds != validated.end()) {
    second_meters.substitute(meters, seconds->second);
  }
  auto interval = site::balance(model, one.interval, version, std::move(meters));
  interval.clock_stepped = clock_steps.stepped(one.interval);
  return interval;
}

void Accounting::State::close(const ClosedInterval& one) {
  if (one.version == 1) validated.emplace(one.interval.start, second_meters.validated());
  second_meters.observe(one.meters);
  auto interval = balanced(one, one.version, one.meters);
  live.closed(interval, now);
  attribute_battery(interval);
  if (one.version == 1) {
    closed_until = one.interval.end;
    remember_qualities(interval.meters);
  }
  if (one.interval.start >= in_service_from) {
    std::optional<site::SiteInterval> before;
    if (one.superseded) before = balanced(one, one.version - 1, *one.superseded);
    totals.add(interval, before);
    figure_book.put(interval);
  }
  closed.push_back(std::move(interval));
}

void Accounting::State::remember_qualities(const std::vector<energy::IntervalEnergy>& meters) {
  for (std::size_t i = 0; i < std::min(meters.size(), last_quality.size()); ++i)
    last_quality[i] = meters[i].quality;
}

/// Once per interval, with the first version that knows the flows: what the tank moved then stands,
/// whatever later versions say.
void Accounting::State::attribute_battery(site::SiteInterval& interval) {
  auto moved = battery_shifts.find(interval.interval.start);
  if (moved == battery_shifts.end()) {
    const auto flow = kpi::battery_flow(interval);
    if (!flow) return;
    moved = battery_shifts.emplace(interval.interval.start, battery.step(*flow).shift()).first;
  }
  interval.battery_load = moved->second.load;
  interval.battery_renewable_low = moved->second.renewable.low;
  interval.battery_renewable_high = moved->second.renewable.high;
}

void Accounting::State::refresh_figures() {
  judged_on = settings.site.zone.date_at(now.utc);
  const auto waiting = book.oldest_waiting();
  const auto recent = closed_until.value_or(now.utc) - kept_for_windows;
  figure_book.refresh(now.utc, closed_until, std::min(waiting.value_or(recent), recent));
  forget_settled();
}

/// Nothing before it gets a new version. An interval may cease to wait without one.
void Accounting::State::forget_settled() {
  const auto settled = book.oldest_waiting().value_or(closed_until.value_or(now.utc));
  battery_shifts.erase(battery_shifts.begin(), battery_shifts.lower_bound(settled));
  validated.erase(validated.begin(), validated.lower_bound(settled));
  if (closed_until) clock_steps.forget_before(std::min(settled, *closed_until));
}

/// After a start a counter is absent until every input was read: a scrape in between would see a
/// site without one of its meters.
bool Accounting::State::counters_valid() const {
  const auto& inputs = model.required();
  const Period moment{now.utc, now.utc + Duration{1}};
  return closed_until && std::all_of(inputs.begin(), inputs.end(), [&](MeterId meter) {
           return read_since_start[meter.index] || !model.in_place(meter, moment);
         });
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
  if (state.up && trackers[index].caught_up() && place.role == site::Role::water) {
    if (const auto counts = trackers[index].total_imported())
      state.volume = energy::volume_of(*counts);
  } else if (state.up && trackers[index].caught_up()) {
    state.energy_imported = trackers[index].total_imported();
    state.energy_exported = trackers[index].total_exported();
  }
  state.last_success = live.last_answer(id);
  if (place.calibration && place.calibration->valid_until)
    state.calibration_ends = settings.site.zone.start_of(
        LocalDate{std::chrono::sys_days{*place.calibration->valid_until} + std::chrono::days{1}});
  state.last_interval = last_quality[index];
  state.implausible = implausible[index];
  state.swaps = swaps[index];
  state.register_frozen = trackers[index].register_frozen();
  state.power_frozen = power_watches[index].frozen();
  state.energy_contradicted = energy_contradicted[index];
  state.power_contradicted = current_checks[index].contradicted();
  return state;
}

std::vector<site::BranchResidual> Accounting::State::residuals() const {
  const auto powers = live.fresh_powers(now.mono, settings.stale_after);
  return site::branch_residuals(settings.site, tree, powers, now.utc);
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
std::vector<ClockStep> Accounting::take_clock_steps() {
  return state_->clock_steps.take_observed();
}
std::vector<SeenSwap> Accounting::take_seen_swaps() {
  return std::exchange(state_->seen_swaps, {});
}
std::uint64_t Accounting::dropped_readings() const { return state_->dropped; }

Snapshot Accounting::snapshot() const {
  const State& state = *state_;
  Snapshot snapshot;
  snapshot.at = state.now.utc;
  snapshot.site = state.settings.site.facts.name;
  snapshot.live = state.live.figures(state.settings, state.model, state.now);
  if (state.counters_valid()) snapshot.counters = state.totals.exported();
  for (std::uint32_t i = 0; i < state.trackers.size(); ++i)
    snapshot.meters.push_back(state.meter_state(i));
  for (const auto& branch : state.residuals())
    snapshot.meters[branch.parent.index].balance_residual = branch.residual;
  snapshot.equation = state.model.equation(state.settings.site);
  snapshot.category = state.model.category();
  snapshot.closed_until = state.closed_until;
  snapshot.closed = state.figure_book.figures();
  return snapshot;
}

}  // namespace pue::engine

#include "energy/meter_tracker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "base/limits.h"
#include "energy/direction_energy.h"
#include "energy/exact.h"
#include "energy/pending_boundaries.h"
#include "energy/power_integral.h"

namespace pue::energy {
namespace {

// A reading or boundary that came after the last power: where power stood at it is not known
// before the next power comes, or can no longer come in time.
struct Held {
  enum class Kind : std::uint8_t { imported, exported, boundary, change };
  Kind kind = Kind::boundary;
  Moment at;
  Joules raw;
  Discontinuity change = {};
};

std::array<bool, directions.size()> existing_directions(const TrackerSettings& settings) {
  return {DirectionEnergy::exists(Direction::imported, settings),
          DirectionEnergy::exists(Direction::exported, settings)};
}

// What makes two settings count the same energy: a state goes on only under these.
std::vector<std::int64_t> segment(const TrackerSettings& settings) {
  std::vector<std::int64_t> numbers = {settings.has_power};
  constexpr Joules none{-1};
  for (const auto& one : {settings.import, settings.export_, settings.net}) {
    const RegisterSettings own = one.value_or(RegisterSettings{none, none, none});
    for (const auto energy :
         {own.step, own.modulus.value_or(none), own.float32_unit.value_or(none)}) {
      numbers.push_back(energy.count);
    }
  }
  return numbers;
}

void write_entered(StateWriter& out, const RegisterChange& change) {
  for (const auto& reading : {change.final_reading, change.initial_reading}) {
    out.flag(reading.has_value()).number(reading.value_or(Joules{}).count);
  }
}

RegisterChange read_entered(StateReader& in) {
  RegisterChange change;
  for (auto* reading : {&change.final_reading, &change.initial_reading}) {
    const bool entered = in.flag();
    const Joules raw{in.number()};
    if (entered) *reading = raw;
  }
  return change;
}

void write_held(StateWriter& out, const Held& one) {
  out.line("held").number(static_cast<int>(one.kind)).moment(one.at).number(one.raw.count);
  if (one.kind != Held::Kind::change) return;
  write_entered(out, one.change.import);
  write_entered(out, one.change.export_);
}

Held read_held(StateReader& in) {
  in.line("held");
  Held held;
  held.kind = static_cast<Held::Kind>(in.number(0, static_cast<int>(Held::Kind::change)));
  held.at = in.moment();
  held.raw.count = in.number();
  if (held.kind != Held::Kind::change) return held;
  held.change.import = read_entered(in);
  held.change.export_ = read_entered(in);
  return held;
}

StepEvent read_step(StateReader& in) {
  in.line("step");
  StepEvent step;
  step.at = UtcTime{Duration{in.number()}};
  step.kind = static_cast<StepEvent::Kind>(in.number(0, static_cast<int>(StepEvent::Kind::swap)));
  step.before.count = in.number();
  step.after.count = in.number();
  return step;
}

}  // namespace

struct MeterTracker::State {
  explicit State(const TrackerSettings& own)
      : settings(own),
        integral(own.power_gap),
        energies{DirectionEnergy{Direction::imported, own},
                 DirectionEnergy{Direction::exported, own}},
        boundaries(existing_directions(own),
                   DirectionEnergy::is_net(own) ? Flow::net : Flow::imported) {
    if (!own.has_power) register_power.emplace(existing_directions(own));
    boundaries.mark_unconfirmed(unconfirmed());
  }

  TrackerSettings settings;
  PowerIntegral integral;
  std::array<DirectionEnergy, directions.size()> energies;
  PendingBoundaries boundaries;
  std::optional<RegisterPower> register_power;
  std::vector<Held> held;
  std::vector<StepEvent> steps;
  Moment latest;
  Moment passed{MonoTime{Duration::min()}, {}};  // nothing at or before it will come

  bool plausible(Watts power) const;
  void power(Moment at, Watts power);
  bool enter(const Held& held_one);
  void apply(const Held& held_one, const PowerMark& mark);
  void reading(Direction direction, const RegisterReading& reading);
  void follow_steps(Direction direction, std::span<const AcceptedReading> believed);
  void change(const PowerMark& mark, const Discontinuity& change);
  void boundary(const PowerMark& mark);
  void take_steps(DirectionEnergy& energy);
  Confirmation::Verdict confirmation() const;
  bool unconfirmed() const;
  void release_without_power();
  std::optional<PowerMark> boundary_mark(UtcTime at) const;
  std::optional<Joules> total(Direction direction) const;
  void write(StateWriter& out) const;
  void read(StateReader& in);
};

// Not believed more than the registers are: 1.2 · P_max. A single absurd power would otherwise be
// withheld from the true energy of many intervals.
bool MeterTracker::State::plausible(Watts power) const {
  constexpr double greatest = static_cast<double>(greatest_milliwatts) / 1000;
  const bool limited = settings.max_power.value > 0;
  const double bound = limited ? std::min(1.2 * settings.max_power.value, greatest) : greatest;
  return std::abs(power.value) <= bound;
}

void MeterTracker::State::power(Moment at, Watts power) {
  if (!settings.has_power || !plausible(power) || at.mono < latest.mono) return;
  latest = at;
  const PowerSample next{at, milliwatts(power)};
  for (const Held& one : held) apply(one, integral.mark(one.at, next));
  held.clear();
  integral.add(next);
  for (DirectionEnergy& energy : energies) energy.power_known(integral.mark(at));
}

bool MeterTracker::State::enter(const Held& one) {
  if (one.at.mono < latest.mono) return false;
  latest = one.at;
  if (!integral.decided(one.at.mono)) {
    held.push_back(one);
    return true;
  }
  release_without_power();
  apply(one, integral.mark(one.at));
  return true;
}

void MeterTracker::State::release_without_power() {
  for (const Held& one : held) apply(one, integral.mark(one.at));
  held.clear();
}

void MeterTracker::State::apply(const Held& one, const PowerMark& mark) {
  for (DirectionEnergy& energy : energies) energy.begin(mark);
  switch (one.kind) {
    case Held::Kind::imported:
      return reading(Direction::imported, {mark, one.raw});
    case Held::Kind::exported:
      return reading(Direction::exported, {mark, one.raw});
    case Held::Kind::change:
      return change(mark, one.change);
    case Held::Kind::boundary:
      return boundary(mark);
  }
}

void MeterTracker::State::boundary(const PowerMark& mark) {
  if (!boundaries.add(mark)) return;
  for (const Direction direction : directions) {
    if (!boundaries.active()[position(direction)]) continue;
    energies[position(direction)].boundary(mark, boundaries);
  }
}

void MeterTracker::State::reading(Direction direction, const RegisterReading& reading) {
  DirectionEnergy& energy = energies[position(direction)];
  follow_steps(direction, energy.reading(reading, boundaries));
  take_steps(energy);
  boundaries.mark_unconfirmed(unconfirmed());
}

// What flowed before the first reading of a course is not known: no power may be made of it.
void MeterTracker::State::follow_steps(Direction direction,
                                       std::span<const AcceptedReading> believed) {
  if (!register_power) return;
  for (const AcceptedReading& one : believed) {
    if (one.step_unknown) register_power->begin();
    register_power->believed(direction, one.reading.mark.at, one.step,
                             energies[position(direction)].resolution_at(one.reading.raw));
  }
}

void MeterTracker::State::change(const PowerMark& mark, const Discontinuity& change) {
  if (register_power) register_power->begin();
  for (const Direction direction : directions) {
    DirectionEnergy& energy = energies[position(direction)];
    energy.change(mark, direction == Direction::imported ? change.import : change.export_,
                  boundaries);
    take_steps(energy);
  }
  boundaries.mark_unconfirmed(unconfirmed());
}

void MeterTracker::State::take_steps(DirectionEnergy& energy) {
  energy.take_events(steps);
  while (steps.size() > limits::step_events) steps.erase(steps.begin());
}

Confirmation::Verdict MeterTracker::State::confirmation() const {
  using Verdict = Confirmation::Verdict;
  const auto any = [&](Verdict verdict) {
    return std::any_of(energies.begin(), energies.end(), [&](const DirectionEnergy& energy) {
      return energy.confirmation() == verdict;
    });
  };
  if (any(Verdict::contradicted)) return Verdict::contradicted;
  return any(Verdict::confirmed) ? Verdict::confirmed : Verdict::open;
}

bool MeterTracker::State::unconfirmed() const {
  return settings.unconfirmed && confirmation() != Confirmation::Verdict::confirmed;
}

std::optional<PowerMark> MeterTracker::State::boundary_mark(UtcTime at) const {
  if (const PowerMark* mark = boundaries.find(at)) return *mark;
  for (const Held& one : held) {
    if (one.kind == Held::Kind::boundary && one.at.utc == at) return integral.mark(one.at);
  }
  return std::nullopt;
}

std::optional<Joules> MeterTracker::State::total(Direction direction) const {
  if (!boundaries.active()[position(direction)]) return std::nullopt;
  if (boundaries.flow(direction) == Flow::net) return std::nullopt;
  return energies[position(direction)].total(integral.mark(latest));
}

void MeterTracker::State::write(StateWriter& out) const {
  out.line("settings");
  for (const std::int64_t number : segment(settings)) out.number(number);
  integral.write(out);
  for (const DirectionEnergy& energy : energies) energy.write(out);
  boundaries.write(out);
  out.line("waiting").number(static_cast<std::int64_t>(held.size()));
  out.number(static_cast<std::int64_t>(steps.size()));
  for (const Held& one : held) write_held(out, one);
  for (const StepEvent& step : steps) {
    out.line("step").number(step.at.time_since_epoch().count());
    out.number(static_cast<int>(step.kind)).number(step.before.count).number(step.after.count);
  }
}

void MeterTracker::State::read(StateReader& in) {
  in.line("settings");
  for (const std::int64_t number : segment(settings)) in.number(number, number);
  if (!in.ok()) return;
  integral.read(in);
  for (DirectionEnergy& energy : energies) energy.read(in);
  boundaries.read(in);
  in.line("waiting");
  const std::int64_t held_count = in.number(0);
  const std::int64_t step_count = in.number(0, limits::step_events);
  for (std::int64_t i = 0; i < held_count && in.ok(); ++i) held.push_back(read_held(in));
  for (std::int64_t i = 0; i < step_count && in.ok(); ++i) steps.push_back(read_step(in));
  latest = in.reference();
  boundaries.mark_unconfirmed(unconfirmed());
}

MeterTracker::MeterTracker(TrackerSettings settings) : state_(std::make_unique<State>(settings)) {}
MeterTracker::~MeterTracker() = default;
MeterTracker::MeterTracker(MeterTracker&&) noexcept = default;
MeterTracker& MeterTracker::operator=(MeterTracker&&) noexcept = default;

void MeterTracker::power(Moment at, Watts power) { state_->power(at, power); }

void MeterTracker::import_register(Moment at, Joules reading) {
  if (DirectionEnergy::is_net(state_->settings)) return;
  state_->enter({Held::Kind::imported, at, reading});
}

void MeterTracker::export_register(Moment at, Joules reading) {
  state_->enter({Held::Kind::exported, at, reading});
}

void MeterTracker::net_register(Moment at, Joules reading) {
  if (!DirectionEnergy::is_net(state_->settings)) return;
  state_->enter({Held::Kind::imported, at, reading});
}

bool MeterTracker::change(Moment at, const Discontinuity& change) {
  return state_->enter({Held::Kind::change, at, {}, change});
}

void MeterTracker::boundary(Moment at) { state_->enter({Held::Kind::boundary, at, {}}); }

void MeterTracker::advance(Moment at) {
  if (state_->integral.given_up(at.mono)) state_->release_without_power();
  state_->passed = std::max(state_->passed, at);
}

std::vector<IntervalEnergy> MeterTracker::take_settled() { return state_->boundaries.take(); }

IntervalEnergy MeterTracker::provisional(Period interval) const {
  IntervalEnergy result{interval, Quality::missing, {}, {}, {}};
  const auto start = state_->boundary_mark(interval.start);
  const auto end = state_->boundary_mark(interval.end);
  if (!start || !end || end->at.mono <= start->at.mono) return result;
  const Duration time = end->at.mono - start->at.mono;
  const Duration known = end->known - start->known;
  if (!mostly(known, time)) return result;
  const auto energy = [&](Direction direction) {
    if (!state_->boundaries.active()[position(direction)]) return Joules{};
    const std::int64_t observed =
        millijoules_between(*start, *end, state_->boundaries.flow(direction));
    return floor_to_joules(scaled(observed, time.count(), known.count()));
  };
  result.quality = Quality::integrated;
  result.unconfirmed = state_->unconfirmed();
  result.imported = energy(Direction::imported);
  result.exported = energy(Direction::exported);
  return result;
}

std::optional<Joules> MeterTracker::total_imported() const {
  return state_->total(Direction::imported);
}

std::optional<Joules> MeterTracker::total_exported() const {
  return state_->total(Direction::exported);
}

bool MeterTracker::caught_up() const {
  return std::all_of(directions.begin(), directions.end(), [&](Direction direction) {
    const std::size_t i = position(direction);
    return !state_->boundaries.active()[i] || state_->energies[i].caught_up();
  });
}

bool MeterTracker::register_frozen() const {
  const auto& energies = state_->energies;
  return std::any_of(energies.begin(), energies.end(),
                     [](const DirectionEnergy& energy) { return energy.frozen(); });
}

std::optional<RegisterPower::Value> MeterTracker::register_power() const {
  return state_->register_power ? state_->register_power->value() : std::nullopt;
}

Confirmation::Verdict MeterTracker::confirmation() const { return state_->confirmation(); }

std::vector<StepEvent> MeterTracker::take_events() { return std::exchange(state_->steps, {}); }

std::string MeterTracker::save() const {
  // A meter may have been silent since the clock was set: the wall clock's time of its last event
  // does not tell how long ago it was.
  StateWriter out(std::max(state_->latest, state_->passed));
  state_->write(out);
  return out.text();
}

bool MeterTracker::restore(const std::string& state, Moment now) {
  StateReader in(state, now);
  auto restored = std::make_unique<State>(state_->settings);
  restored->read(in);
  const bool whole = in.finished();
  state_ = whole ? std::move(restored) : std::make_unique<State>(state_->settings);
  return whole;
}

void MeterTracker::went_on() {
  for (DirectionEnergy& energy : state_->energies) energy.went_on();
}

}  // namespace pue::energy

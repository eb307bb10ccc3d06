#include "site_story.h"

#include <algorithm>
#include <cmath>

namespace pue::property {
namespace {

using meter::Quantity;
using namespace std::chrono_literals;

constexpr std::int64_t quarter = 900;
constexpr Duration steady_start = 100h;
// Forty turns a year at 100 kW, and 55 steps of the coarsest register.
constexpr Joules modulus{79'200'000'000};
constexpr double meter_percent = 0.5, data_sheet_percent = 1, ct_percent = 0.5;

site::Accuracy class_0_5(bool with_transformer) {
  site::Accuracy accuracy;
  accuracy.meter = site::MeterClass::c0_5;
  if (!with_transformer) return accuracy;
  accuracy.ct = site::CtClass::c0_5s;  // 0.5 % at 45 % of its rated current
  accuracy.ct_primary_amperes = 400;
  accuracy.nominal_volts = 400;
  return accuracy;
}

energy::TrackerSettings tracker(Joules step, bool wraps, std::int64_t every) {
  energy::TrackerSettings tracker;
  tracker.import = energy::RegisterSettings{step, std::nullopt, std::nullopt};
  if (wraps) tracker.import->modulus = modulus;
  tracker.has_power = true;
  tracker.max_power = Watts{300e3};
  tracker.power_gap = std::max<Duration>(60s, 3 * every * 1s);
  tracker.interval = 15min;
  return tracker;
}

meter::Point point(Quantity quantity) {
  meter::Point point;
  point.quantity = quantity;
  return point;
}

}  // namespace

engine::Settings settings_of(const SiteShape& shape, bool wraps) {
  engine::Settings settings;
  settings.site.facts.name = "told";
  settings.site.zone = shape.zone;
  const auto place = [&](const char* name, site::Role role, site::Accuracy accuracy) {
    site::MeterPlace meter;
    meter.name = name;
    meter.role = role;
    if (role == site::Role::it) meter.point = site::ItPoint::ups_output;
    meter.accuracy = accuracy;
    settings.site.meters.push_back(meter);
  };
  site::Accuracy data_sheet;
  data_sheet.limit_percent = data_sheet_percent;
  place("grid", site::Role::grid, class_0_5(true));
  place("ups-a", site::Role::it, class_0_5(false));
  place("ups-b", site::Role::it, data_sheet);
  for (const auto step : shape.steps) {
    settings.trackers.push_back(tracker(step, wraps, shape.every));
    engine::MeterConnection connection;
    connection.points = {point(Quantity::active_power_w), point(Quantity::energy_import_wh)};
    settings.connections.push_back(connection);
  }
  kpi::PolicyRow cap;
  cap.id = "cap";
  cap.cap = {1'250'000};
  cap.valid_from = std::chrono::year{2020} / 1 / 1;
  settings.policies = {cap};
  return settings;
}

SiteStory::SiteStory(const SiteShape& shape, const SiteFaults& faults, std::uint64_t seed)
    : shape_(shape), faults_(faults), dice_(seed), settings_(settings_of(shape, faults.wraps)) {
  meters_.push_back(meter(125e3, shape.steps[0], meter_percent, ct_percent));
  meters_.push_back(meter(60e3, shape.steps[1], meter_percent, 0));
  meters_.push_back(meter(40e3, shape.steps[2], data_sheet_percent, 0));
  for (std::int64_t second = 0; second <= shape.seconds; second += shape.every) tell(second);
}

/// Its errors lie anywhere within their limits and stay as they are; its power is 0.2 % at most
/// from its register.
SiteStory::Told SiteStory::meter(double watts, Joules step, double limit, double ct_limit) {
  const double error = dice_.between(-limit, limit) + dice_.between(-ct_limit, ct_limit);
  const double reads_per_true = shape_.exact ? 1 : 1 + error / 100;
  const double gain = shape_.exact ? 1 : dice_.between(0.998, 1.002);
  const auto wraps = faults_.wraps ? std::optional(modulus) : std::nullopt;
  return {YearlyMeter(reads_per_true * watts, step, wraps, 0s, shape_.every, gain, dice_),
          reads_per_true, gain};
}

Moment SiteStory::moment(std::int64_t second) const {
  const Duration time = std::chrono::seconds{second};
  return {MonoTime{steady_start + time}, shape_.begin + time + clock_};
}

/// Registers are first read in the beginning, and everything has come to rest at the end.
bool SiteStory::is_quiet(std::int64_t second) const {
  return second < 600 + quarter || second > shape_.seconds - shape_.rest;
}

void SiteStory::tell(std::int64_t second) {
  if (second > 0)
    for (auto& told : meters_) told.meter.advance(dice_);
  if (!is_quiet(second)) go_wrong(second);
  facility_.push_back(truth(0));
  it_.push_back({truth(1).joules + truth(2).joules, truth(1).watts + truth(2).watts});
  Poll poll{moment(second), second < down_until_, {}};
  if (!poll.down) read(poll, second);
  polls_.push_back(std::move(poll));
}

void SiteStory::go_wrong(std::int64_t second) {
  const auto roll = [&](std::uint64_t sides) {
    return static_cast<std::int64_t>(dice_.roll(sides));
  };
  for (std::uint32_t i = 0; i < meters_.size(); ++i) {
    auto& told = meters_[i];
    const bool silent = second < told.silent_until;
    if (!silent && comes(faults_.outage)) told.silent_until = second + 10 + roll(10'800);
    if (comes(faults_.reset)) break_course(told, i, false);
    if (comes(faults_.swap)) break_course(told, i, true);
  }
  if (comes(faults_.clock_step)) {
    const auto most = static_cast<std::uint64_t>(faults_.longest_clock_step / 1s);
    clock_ += std::chrono::seconds{roll(2 * most + 1)} - faults_.longest_clock_step;
    ++clock_steps_;
  }
  if (second >= down_until_ && comes(faults_.restart)) {
    down_until_ = second + 60 + roll(3600);
    ++restarts_;
  }
}

void SiteStory::break_course(Told& told, std::uint32_t index, bool announced) {
  told.meter.replace(announced, dice_);
  if (!announced) return;
  engine::MeterEvent event;
  event.meter = MeterId{index};
  event.at = polls_.back().at.utc + Duration{1};  // between the last poll and this one
  settings_.events.push_back(event);
}

/// One odd reading and then a sound one: three odd ones that agree are a course by any rule.
Joules SiteStory::shown(Told& told) {
  told.odd = !told.odd && comes(faults_.glitch);
  if (!told.odd) return told.meter.shown();
  return dice_.once_in(2) ? Joules{} : told.meter.shown() + Joules{400'000'000'000'000};
}

void SiteStory::read(Poll& poll, std::int64_t second) {
  for (std::uint32_t i = 0; i < meters_.size(); ++i) {
    auto& told = meters_[i];
    if (second < told.silent_until) continue;
    const auto reading = is_quiet(second) ? told.meter.shown() : shown(told);
    poll.readings.push_back(
        {poll.at, MeterId{i}, Quantity::active_power_w, told.meter.watts().value});
    poll.readings.push_back({poll.at, MeterId{i}, Quantity::energy_import_wh, watt_hours(reading)});
  }
}

MonoTime SiteStory::steady_at(UtcTime time) const {
  return MonoTime{steady_start} + (time - shape_.begin - clock_);
}

SiteStory::Truth SiteStory::truth(std::size_t meter) const {
  const Told& told = meters_[meter];
  return {told.meter.joules_before(0s) / told.reads_per_true,
          told.meter.watts().value / told.gain / told.reads_per_true};
}

/// Power is linear between two polls.
double SiteStory::true_energy(const std::vector<Truth>& known, MonoTime until) const {
  const double since = std::chrono::duration<double>(until - MonoTime{steady_start}).count();
  const auto every = static_cast<double>(shape_.every);
  const auto before = static_cast<std::size_t>(std::floor(since / every));
  const auto& from = known.at(before);
  const auto& to = known.at(std::min(before + 1, known.size() - 1));
  const double time = since - static_cast<double>(before) * every;
  return from.joules + from.watts * time + (to.watts - from.watts) * time * time / (2 * every);
}

}  // namespace pue::property

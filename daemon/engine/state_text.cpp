#include "engine/state_text.h"

#include <boost/json.hpp>

#include "energy/interval_text.h"

namespace pue::engine {
namespace {

namespace json = boost::json;

constexpr std::int64_t format_version = 5;
constexpr std::int64_t without_run = 4;
constexpr std::int64_t without_gaps = 3;
constexpr std::int64_t without_clock = 2;
// Without batteries and resolutions; its trackers begin new segments by themselves.
constexpr std::int64_t oldest_version = 1;

json::value from_time(const std::optional<UtcTime>& t) {
  return t ? json::value(t->time_since_epoch().count()) : json::value(nullptr);
}

std::optional<UtcTime> to_time(const json::value& value) {
  if (value.is_null()) return std::nullopt;
  return UtcTime{Duration{value.as_int64()}};
}

template <class Unit>
json::value from_optional(const std::optional<Unit>& sum) {
  return sum ? json::value(sum->count) : json::value(nullptr);
}

/// States of earlier versions do not have every sum.
template <class Unit>
std::optional<Unit> to_optional(const json::object& object, const char* key) {
  const auto* sum = object.if_contains(key);
  if (sum == nullptr || sum->is_null()) return std::nullopt;
  return Unit{sum->as_int64()};
}

json::object from_counters(const EnergyCounters& counters) {
  json::array overhead, sources;
  for (auto energy : counters.overhead) overhead.push_back(energy.count);
  for (auto energy : counters.sources)
    sources.push_back(energy ? json::value(energy->count) : json::value(nullptr));
  return {{"facility", counters.facility.count},
          {"it", counters.it.count},
          {"overhead", std::move(overhead)},
          {"sources", std::move(sources)},
          {"co2", from_optional(counters.co2)},
          {"water", from_optional(counters.water)},
          {"reused_heat", from_optional(counters.reused_heat)},
          {"covered_seconds", counters.covered_seconds},
          {"elapsed_seconds", counters.elapsed_seconds}};
}

EnergyCounters to_counters(const json::object& object) {
  EnergyCounters counters;
  counters.facility.count = object.at("facility").as_int64();
  counters.it.count = object.at("it").as_int64();
  for (std::size_t i = 0; i < counters.overhead.size(); ++i)
    counters.overhead[i].count = object.at("overhead").as_array().at(i).as_int64();
  for (std::size_t i = 0; i < counters.sources.size(); ++i) {
    const auto& energy = object.at("sources").as_array().at(i);
    if (!energy.is_null()) counters.sources[i] = Joules{energy.as_int64()};
  }
  counters.co2 = to_optional<kpi::Milligrams>(object, "co2");
  counters.water = to_optional<Millilitres>(object, "water");
  counters.reused_heat = to_optional<Joules>(object, "reused_heat");
  counters.covered_seconds = object.at("covered_seconds").as_int64();
  counters.elapsed_seconds = object.at("elapsed_seconds").as_int64();
  return counters;
}

json::object from_period(const Period& period) {
  return {{"start", from_time(period.start)}, {"end", from_time(period.end)}};
}

Period to_period(const json::object& object) {
  return {UtcTime{Duration{object.at("start").as_int64()}},
          UtcTime{Duration{object.at("end").as_int64()}}};
}

json::object from_energy(const energy::IntervalEnergy& energy) {
  return {{"quality", energy::name(energy.quality)},
          {"imported", energy.imported.count},
          {"exported", energy.exported.count},
          {"resolution", energy.resolution.count},
          {"clamped", energy.clamped.count},
          {"unconfirmed", energy.unconfirmed},
          {"gap", energy.gap ? json::value(from_period(*energy.gap)) : json::value(nullptr)}};
}

energy::IntervalEnergy to_energy(Period interval, const json::object& object) {
  energy::IntervalEnergy energy;
  energy.interval = interval;
  energy.quality = energy::quality_from_name(object.at("quality").as_string()).value();
  energy.imported.count = object.at("imported").as_int64();
  energy.exported.count = object.at("exported").as_int64();
  if (object.contains("resolution")) {
    energy.resolution.count = object.at("resolution").as_int64();
    energy.clamped.count = object.at("clamped").as_int64();
    energy.unconfirmed = object.at("unconfirmed").as_bool();
  }
  if (const auto& gap = object.at("gap"); !gap.is_null()) energy.gap = to_period(gap.as_object());
  return energy;
}

/// As its tracker wrote it. One moment is as good as another: evidence has only UTC.
std::string from_evidence(const energy::SharedEvidence& evidence) {
  energy::StateWriter out(Moment{});
  energy::write_evidence(out.line("directions"), evidence);
  return out.text();
}

energy::SharedEvidence to_evidence(std::string_view text) {
  energy::StateReader in(text, Moment{});
  in.line("directions");
  auto evidence = energy::read_evidence(in);
  return in.finished() ? evidence : energy::SharedEvidence{};
}

json::object from_battery(const kpi::StoredEnergy& stored) {
  return {{"energy", stored.energy.count},
          {"renewable_low", stored.renewable.low.count},
          {"renewable_high", stored.renewable.high.count}};
}

kpi::StoredEnergy to_battery(const json::object& object) {
  kpi::StoredEnergy stored;
  stored.energy.count = object.at("energy").as_int64();
  stored.renewable.low.count = object.at("renewable_low").as_int64();
  stored.renewable.high.count = object.at("renewable_high").as_int64();
  return stored;
}

json::object from_open(const SavedOpen& open) {
  json::object settled;
  for (const auto& [meter, energy] : open.settled) {
    auto entry = from_energy(energy);
    entry["evidence"] = from_evidence(energy.evidence);
    settled[meter] = std::move(entry);
  }
  return {{"interval", from_period(open.interval)}, {"settled", std::move(settled)}};
}

SavedOpen to_open(const json::object& object) {
  SavedOpen open;
  open.interval = to_period(object.at("interval").as_object());
  for (const auto& [meter, value] : object.at("settled").as_object()) {
    const auto& entry = value.as_object();
    auto energy = to_energy(open.interval, entry);
    // States of earlier versions have none.
    if (const auto* text = entry.if_contains("evidence"))
      energy.evidence = to_evidence(text->as_string());
    open.settled.emplace(meter, std::move(energy));
  }
  return open;
}

json::object from_waiting(const SavedWaiting& waiting) {
  json::array names(waiting.unsettled.begin(), waiting.unsettled.end());
  json::array seconds(waiting.second_meters.begin(), waiting.second_meters.end());
  return {{"interval", from_period(waiting.interval)},
          {"version", waiting.version},
          {"unsettled", std::move(names)},
          {"second_meters", std::move(seconds)}};
}

SavedWaiting to_waiting(const json::object& object) {
  SavedWaiting waiting;
  waiting.interval = to_period(object.at("interval").as_object());
  waiting.version = static_cast<std::uint32_t>(object.at("version").as_int64());
  for (const auto& name : object.at("unsettled").as_array())
    waiting.unsettled.emplace_back(name.as_string());
  if (const auto* seconds = object.if_contains("second_meters"))
    for (const auto& name : seconds->as_array())
      waiting.second_meters.emplace_back(name.as_string());
  return waiting;
}

json::object from_gap(const OpenGap& gap) {
  json::object object;
  if (gap.before)
    object["before"] = {{"interval", from_period(gap.before->interval)},
                        {"energy", from_energy(*gap.before)}};
  json::array missing;
  for (const auto& interval : gap.missing) missing.push_back(from_period(interval));
  object["missing"] = std::move(missing);
  return object;
}

OpenGap to_gap(const json::object& object) {
  OpenGap gap;
  if (const auto* before = object.if_contains("before"))
    gap.before =
        to_energy(to_period(before->at("interval").as_object()), before->at("energy").as_object());
  for (const auto& interval : object.at("missing").as_array())
    gap.missing.push_back(to_period(interval.as_object()));
  return gap;
}

json::object from_change(const SavedChange& change) {
  return {{"at", from_time(change.at)}, {"meter", change.meter}};
}

SavedChange to_change(const json::object& object) {
  return {UtcTime{Duration{object.at("at").as_int64()}},
          std::string(object.at("meter").as_string())};
}

void read_since_format_3(const json::object& object, SavedState& state) {
  state.told_until = to_time(object.at("told_until"));
  for (const auto& one : object.at("changes").as_array())
    state.changes.push_back(to_change(one.as_object()));
  for (const auto& one : object.at("clock_marks").as_array())
    state.clock_marks.insert(UtcTime{Duration{one.as_int64()}});
  for (const auto& one : object.at("clock_skips").as_array())
    state.clock_skips.push_back(to_period(one.as_object()));
}

}  // namespace

std::string to_text(const SavedState& state) {
  json::object trackers;
  for (const auto& [meter, text] : state.trackers) trackers[meter] = text;
  json::object gaps;
  for (const auto& [meter, gap] : state.gaps) gaps[meter] = from_gap(gap);
  json::object serials;
  for (const auto& [meter, number] : state.serials)
    serials[meter] = static_cast<std::int64_t>(number);
  json::array open, waiting, changes, marks, skips;
  for (const auto& one : state.open) open.push_back(from_open(one));
  for (const auto& one : state.waiting) waiting.push_back(from_waiting(one));
  for (const auto& one : state.changes) changes.push_back(from_change(one));
  for (const auto& one : state.clock_marks) marks.push_back(from_time(one));
  for (const auto& one : state.clock_skips) skips.push_back(from_period(one));
  return json::serialize(json::object{{"format", format_version},
                                      {"site", state.site},
                                      {"run_goes_on", state.run_goes_on},
                                      {"next_boundary", from_time(state.next_boundary)},
                                      {"closed_until", from_time(state.closed_until)},
                                      {"told_until", from_time(state.told_until)},
                                      {"exact", from_counters(state.exact)},
                                      {"exported", from_counters(state.exported)},
                                      {"battery", from_battery(state.battery)},
                                      {"trackers", std::move(trackers)},
                                      {"open", std::move(open)},
                                      {"waiting", std::move(waiting)},
                                      {"gaps", std::move(gaps)},
                                      {"serials", std::move(serials)},
                                      {"changes", std::move(changes)},
                                      {"clock_marks", std::move(marks)},
                                      {"clock_skips", std::move(skips)}});
}

std::optional<SavedState> saved_state_from_text(const std::string& text) {
  json::error_code error;
  const auto parsed = json::parse(text, error);
  if (error || !parsed.is_object()) return std::nullopt;
  try {
    const auto& object = parsed.as_object();
    const auto format = object.at("format").as_int64();
    if (format < oldest_version || format > format_version) return std::nullopt;
    SavedState state;
    state.site = object.at("site").as_string();
    state.run_goes_on = format <= without_run || object.at("run_goes_on").as_bool();
    state.next_boundary = to_time(object.at("next_boundary"));
    state.closed_until = to_time(object.at("closed_until"));
    state.exact = to_counters(object.at("exact").as_object());
    state.exported = to_counters(object.at("exported").as_object());
    if (format > oldest_version) state.battery = to_battery(object.at("battery").as_object());
    for (const auto& entry : object.at("trackers").as_object())
      state.trackers.emplace(entry.key(), entry.value().as_string());
    for (const auto& one : object.at("open").as_array())
      state.open.push_back(to_open(one.as_object()));
    for (const auto& one : object.at("waiting").as_array())
      state.waiting.push_back(to_waiting(one.as_object()));
    if (format > without_clock) read_since_format_3(object, state);
    if (format > without_gaps)
      for (const auto& entry : object.at("gaps").as_object())
        state.gaps.emplace(entry.key(), to_gap(entry.value().as_object()));
    if (const auto* serials = object.if_contains("serials"))
      for (const auto& entry : serials->as_object())
        state.serials.emplace(entry.key(), entry.value().to_number<std::uint64_t>());
    return state;
  } catch (const std::exception&) {
    return std::nullopt;  // a field is absent or of another type: not ours
  }
}

}  // namespace pue::engine

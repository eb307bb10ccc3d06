#include "commands/examination.h"

#include <fmt/format.h>

#include <algorithm>

namespace pue::commands {
namespace {

using meter::Point;
using modbus::Failure;

constexpr auto pause = std::chrono::seconds{2};
// A place where nothing answers is left after so many: each costs a timeout.
constexpr int silences = 2;
// Guesses so far below the best one may turn out to be the better when the registers move.
constexpr double near_best = 4;

bool is_of_pace(meter::Quantity quantity) {
  return meter::is_energy(quantity) || meter::is_active_power(quantity);
}

struct Sampling {
  Sample sample;
  bool answered = false;  // a refusal is an answer too
  std::optional<Failure> failure;
};

/// Each point by itself, as the profile has it: a block could cross what the device refuses.
template <class Wanted>
Sampling sampled(const std::vector<Point>& points, std::uint8_t unit, Place place,
                 const Bedside& bedside, const Wanted& wanted) {
  Sampling taken;
  taken.sample.words.resize(points.size());
  taken.sample.at.resize(points.size());
  int silent = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto point = point_at(points[i], place);
    if (!point || !wanted(points[i].quantity)) continue;
    auto exchange = bedside.ask({unit, point->range});
    taken.sample.at[i] = exchange.received;
    if (auto* block = std::get_if<modbus::RegisterBlock>(&exchange.answer)) {
      taken.sample.words[i] = std::move(block->words);
      taken.answered = true;
      continue;
    }
    taken.failure = std::get<Failure>(exchange.answer);
    if (taken.failure->kind == Failure::Kind::exception) {
      taken.answered = true;
    } else if (taken.failure->kind == Failure::Kind::connect ||
               (++silent >= silences && !taken.answered)) {
      break;
    }
  }
  return taken;
}

const auto everything = [](meter::Quantity) { return true; };

void read_places(const std::vector<Point>& points, std::uint8_t unit, double max_power,
                 const Bedside& bedside, Examination& done) {
  const std::size_t ways = bedside.self_described ? 1 : places_to_try().size();
  for (const auto& place : places_to_try()) {
    if (done.readings.size() == ways) return;
    bedside.tell(fmt::format("reading {} points, way {} of {}", points.size(),
                             done.readings.size() + 1, ways));
    auto taken = sampled(points, unit, place, bedside, everything);
    const bool can_connect = !taken.failure || taken.failure->kind != Failure::Kind::connect;
    if (!taken.answered && !done.silent) done.silent = taken.failure;
    if (taken.answered) done.silent.reset();
    done.readings.push_back({place, std::move(taken.sample)});
    const bool first = place == Place{};
    if (!can_connect && !taken.answered) return;
    if (first && fit_of(points, done.readings.front(), max_power).is_healthy()) return;
  }
}

std::vector<Place> likely_places(const std::vector<MapGuess>& all) {
  std::vector<Place> places;
  for (const auto& guess : all) {
    const bool known = std::find(places.begin(), places.end(), guess.place) != places.end();
    if (!known && guess.fit.score >= all.front().fit.score - near_best)
      places.push_back(guess.place);
  }
  return places;
}

/// Whether register and power could be compared, and agreed.
struct Pace {
  bool seen = false;
  bool agrees = false;
};

Pace pace_of(const Fit& fit) {
  Pace pace;
  for (const auto& relation : fit.relations) {
    if (!relation.over_time) continue;
    pace.agrees = (!pace.seen || pace.agrees) && relation.holds();
    pace.seen = true;
  }
  return pace;
}

MonoTime end_of(const Sample& sample) {
  return *std::max_element(sample.at.begin(), sample.at.end());
}

void watch_energy(const std::vector<Point>& points, std::uint8_t unit, double max_power,
                  Duration wait, const Bedside& bedside, Examination& done) {
  const auto places = likely_places(guesses(points, done.readings, max_power));
  MonoTime started{};
  for (const auto& one : done.readings) started = std::max(started, end_of(one.first));
  auto now = started;
  while (now + pause <= started + wait) {
    bedside.tell(
        fmt::format("waiting for the registers of energy to move, {} of {} s",
                    std::chrono::duration_cast<std::chrono::seconds>(now - started).count(),
                    std::chrono::duration_cast<std::chrono::seconds>(wait).count()));
    bedside.rest(pause);
    for (auto& one : done.readings) {
      if (std::find(places.begin(), places.end(), one.place) == places.end()) continue;
      auto taken = sampled(points, unit, one.place, bedside, is_of_pace);
      if (!taken.answered) return;
      now = std::max(now, end_of(taken.sample));
      one.last = std::move(taken.sample);
    }
    const auto pace = pace_of(guesses(points, done.readings, max_power).front().fit);
    done.energy_seen = pace.seen;
    if (pace.agrees) return;
  }
}

bool can_watch(const std::vector<Point>& points) {
  const auto energy = [](const Point& point) { return meter::is_energy(point.quantity); };
  return meter::tells_power(points) && std::any_of(points.begin(), points.end(), energy);
}

}  // namespace

Examination examine(const std::vector<Point>& points, std::uint8_t unit, double max_power,
                    Duration wait, const Bedside& bedside) {
  Examination done;
  read_places(points, unit, max_power, bedside, done);
  if (!done.silent && can_watch(points)) watch_energy(points, unit, max_power, wait, bedside, done);
  return done;
}

}  // namespace pue::commands

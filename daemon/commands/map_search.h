// Which register map a meter really has, near the one that is configured: its registers read at
// neighbouring places, and decoded in each order. It reads nothing itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/value_checks.h"
#include "meter/point.h"

namespace pue::commands {

/// Where a map is read instead of where it says.
struct Place {
  bool other_function = false;  // 4 for 3, 3 for 4; bits stay
  int offset = 0;               // −1, 0 or 1
  bool operator==(const Place&) const = default;
};
/// The place as configured first, then those that a slip leads to.
const std::vector<Place>& places_to_try();
/// Nothing where the address would not exist.
std::optional<meter::Point> point_at(meter::Point point, Place place);

/// The registers of each point; absent: not answered, or not asked.
struct Sample {
  std::vector<std::optional<std::vector<std::uint16_t>>> words;
  std::vector<MonoTime> at;  // of each: on a slow line a whole map takes long
};
/// What was read at one place; `last` holds power and registers of energy alone.
struct Readings {
  Place place;
  Sample first;
  std::optional<Sample> last = std::nullopt;
};

/// How well points fit what was read.
struct Fit {
  std::vector<meter::Point> points;
  MeterValues values;
  std::vector<Relation> relations;
  std::size_t credible = 0;  // points with a likely value
  std::size_t doubtful = 0;  // points with no answer, no value, or one that can hardly be
  double score = 0;
  double deviation = 0;  // sum over the relations, relative

  std::size_t held() const;
  /// Each value can be and at least one relation holds, none is broken.
  bool is_healthy() const;
};
/// `points` as configured, but for order, type and scale; parallel to the samples.
Fit fit_of(const std::vector<meter::Point>& points, const Readings& readings, double max_power);

/// Another reading of the whole map.
struct MapGuess {
  Place place;
  std::optional<meter::Order> order;  // of all points; absent: each as configured
  Fit fit;

  int changes() const;
};
/// All guesses, the best first; the configuration itself is the best unless another one fits
/// clearly better. Precondition: the first of `readings` is of the place as configured.
std::vector<MapGuess> guesses(const std::vector<meter::Point>& points,
                              const std::vector<Readings>& readings, double max_power);
/// "function 3", "address + 1", "order cdab", with "and" between; "" for the configuration itself.
std::string text_of(const MapGuess& guess, const std::vector<meter::Point>& configured);

/// The order where it makes a difference: one register has no order of words.
meter::Point with_order(meter::Point point, const meter::Order& order);
/// abcd, cdab, badc, dcba.
const std::vector<meter::Order>& orders_to_try();

}  // namespace pue::commands

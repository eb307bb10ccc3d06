// What is wanted of a SunSpec device: points by model and offset, which get their addresses when
// the device's models have been found (sunspec_discovery.h).
#pragma once

#include <cstdint>
#include <vector>

#include "meter/point.h"
#include "meter/sunspec_discovery.h"

namespace pue::meter {

/// Points of models that have them at the same places. The address of a point's range is counted
/// from the model's header, whose id is at 0 and length at 1.
struct SunSpecLayout {
  std::vector<std::uint16_t> models;  // the first one that the device has is read
  std::vector<Point> points;
  bool operator==(const SunSpecLayout&) const = default;
};

/// The first layout of which the device has a model is read. All of them tell the active power and
/// count energies by the same quantities. Empty: no SunSpec device.
using SunSpecMap = std::vector<SunSpecLayout>;

/// The points of the layout, at the addresses of the model with that header.
std::vector<Point> placed(const SunSpecLayout& layout, std::uint16_t header);
/// The same of the first model that the map prefers among those of a device, and that is long
/// enough for its points; of two models with the same id the first. Empty: it has none of them.
std::vector<Point> points_in(const SunSpecMap& map, const std::vector<SunSpecModel>& models);

/// What can be said of the points before the device was ever asked: each quantity once, registers
/// with the coarsest step of all layouts. Their addresses mean nothing.
std::vector<Point> declared_points(const SunSpecMap& map);

}  // namespace pue::meter

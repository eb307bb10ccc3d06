// A profile is the set of points of one kind of meter, as data, with its source and the confidence
// in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "meter/point.h"
#include "meter/sunspec_map.h"

namespace pue::meter {

enum class Confidence : std::uint8_t { low, medium, high };

struct Profile {
  std::string name;   // "eastron/sdm630"
  std::string model;  // as the vendor writes it
  std::string source;
  Confidence confidence = Confidence::low;
  modbus::UnitLimits limits;
  std::vector<Point> points;  // of SunSpec: as declared_points() says
  SunSpecMap sunspec = {};    // not empty: the device says where its registers are
};

}  // namespace pue::meter

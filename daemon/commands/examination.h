// Reads one meter in the ways that `puectl doctor` judges: at the places that a slip leads to, and
// once more after a while, to see its registers of energy move. It judges nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands/diagnosis.h"
#include "commands/read.h"

namespace pue::commands {

/// What an examination needs of the world.
struct Bedside {
  Ask ask;
  std::function<void(Duration)> rest;
  std::function<void(const std::string&)> tell = [](const std::string&) {};  // progress
  bool self_described = false;  // the points are where the device says: no other places are tried
};

struct Examination {
  std::vector<Readings> readings;         // the place as configured first
  std::optional<modbus::Failure> silent;  // nothing answered anywhere: what came instead
  bool energy_seen = false;               // a register moved, or should have
};

/// The configured place alone where all is well there, else all places: at most six requests for
/// each point, fewer where the meter is silent. Then power and energies every two seconds until
/// register and power agree, or `wait` is over.
Examination examine(const std::vector<meter::Point>& points, std::uint8_t unit, double max_power,
                    Duration wait, const Bedside& bedside);

}  // namespace pue::commands

// Whether a live meter answers as a profile says: each point is read and its value judged by what
// is possible. It proves nothing; it tells a wrong profile from a likely one.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "meter/profile.h"
#include "modbus/request.h"

namespace pue::commands {

using ReadRegisters = std::function<Result<modbus::RegisterBlock>(const modbus::Request&)>;

struct FittedProfile {
  std::string name;
  std::size_t good = 0;  // points with a possible value
  std::size_t total = 0;
  std::optional<double> power_watts;   // what active_power_w read
  std::optional<Error> failure;        // the last point that did not answer
  std::vector<std::string> as_good{};  // other profiles that the meter may as well be
  bool self_described = false;         // SunSpec: the device itself names this model
};

/// Reads every point of the profile at `unit`, power first; when power does not answer, no more. Of
/// a SunSpec profile the points must have their addresses.
FittedProfile try_profile(const meter::Profile& profile, std::uint8_t unit,
                          const ReadRegisters& read);

struct TriedProfiles {
  std::optional<FittedProfile> best;  // of those that give a possible power
  std::optional<Error> failure;       // the last point of any that did not answer
};
/// The one with the most possible values, and those that the values cannot tell from it. What a
/// SunSpec device says of itself comes before all that is guessed.
TriedProfiles try_profiles(const std::vector<meter::Profile>& profiles, std::uint8_t unit,
                           const ReadRegisters& read);

/// Whether the value can be: frequency 45–65 Hz, energy not negative, voltage below 1 MV …
bool is_possible(meter::Quantity quantity, double value);

}  // namespace pue::commands

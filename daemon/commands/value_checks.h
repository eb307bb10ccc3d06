// Whether the values of one meter can be, one by one and against each other: what tells a register
// map that is right from one that is not. It knows no registers and corrects nothing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "meter/quantity.h"

namespace pue::commands {

/// By quantity, in the unit of its name, as read: before multipliers and `reverse`.
using MeterValues = std::array<std::optional<double>, meter::quantity_count>;

inline std::optional<double>& value_in(MeterValues& values, meter::Quantity quantity) {
  return values[static_cast<std::size_t>(quantity)];
}
inline const std::optional<double>& value_in(const MeterValues& values, meter::Quantity quantity) {
  return values[static_cast<std::size_t>(quantity)];
}

/// The same meter twice, to see its registers move.
struct Observation {
  MeterValues first;
  std::optional<MeterValues> last;
  MeterValues seconds;        // between the two, of each value
  MeterValues step;           // of each register: its smallest movement
  double max_power = 0;       // W; 0: not known
  bool power_is_sum = false;  // of the phases' powers: no relation with them
};

/// −1: it cannot be, or hardly; 0: it says nothing (0, or rare); up to 1, of a frequency 2: likely.
/// `max_power` 0: not known.
double credibility(meter::Quantity quantity, double value, double max_power);

enum class Agreement : std::uint8_t {
  tight,   // to 0.3 %
  held,    // to 5 %, energy against power to 10 % and two steps
  decade,  // but for a factor of 10, 100 or 1000
  broken,
};

/// Two ways to the same number.
struct Relation {
  std::string name;     // "P = ΣU·I·PF"
  double measured = 0;  // the left side
  double expected = 0;  // the right side
  std::string unit;     // of both
  Agreement agreement = Agreement::broken;
  bool over_time = false;  // a register against power between two readings

  bool holds() const { return agreement == Agreement::tight || agreement == Agreement::held; }
  /// "P = ΣU·I·PF: 3876 W against 3871 W"
  std::string text() const;
};

/// Those that the values allow: P = ΣU·I·PF (without a power factor: at most ΣU·I), P against the
/// phases' sum, S = ΣU·I, equal voltages, each register of energy against power over time. None
/// where there is hardly any load, or where a register would move by less than five steps.
std::vector<Relation> relations(const Observation& seen);

/// ΣU·I over the phases that have a current, with the sign of `signs` each. Absent without one, or
/// where a phase has no voltage, or a power and no current.
std::optional<double> sum_of_phases(const MeterValues& values, const std::array<int, 3>& signs);

/// The total of the three phases' active powers, if all are there.
void sum_up_power(MeterValues& values);

}  // namespace pue::commands

#include "scenarios/runner/words.h"

#include <cmath>
#include <map>

namespace pue::scenario {
namespace {

/// "125.5kWh" → 125.5 times what the unit stands for.
double with_unit(const std::string& word, const std::map<std::string, double>& units,
                 const std::string& what) {
  std::size_t digits = 0;
  double number = 0;
  try {
    number = std::stod(word, &digits);
  } catch (const std::exception&) {
    throw ScriptError("\"" + word + "\" is not " + what);
  }
  const auto unit = units.find(word.substr(digits));
  if (unit == units.end()) throw ScriptError("\"" + word + "\" is not " + what);
  return number * unit->second;
}

}  // namespace

std::string Words::take(const std::string& what) {
  if (done()) throw ScriptError(what + " is missing at the end of the statement");
  return words_[next_++];
}

bool Words::takes(const std::string& word) {
  if (done() || words_[next_] != word) return false;
  ++next_;
  return true;
}

void Words::finish() const {
  if (!done()) throw ScriptError("\"" + words_[next_] + "\" is not understood here");
}

double Words::number() { return number_of(take("a number")); }

Duration Words::duration() {
  Duration sum = duration_of(take("a duration"));
  while (!done()) sum += duration_of(take("a duration"));
  return sum;
}

double Words::number_of(const std::string& word) {
  return with_unit(word, {{"", 1}}, "a number without unit");
}

Joules Words::energy_of(const std::string& word) {
  const double joules =
      with_unit(word, {{"J", 1}, {"Wh", 3600}, {"kWh", 3.6e6}, {"MWh", 3.6e9}}, "an energy");
  return Joules{std::llround(joules)};
}

Watts Words::power_of(const std::string& word) {
  return Watts{with_unit(word, {{"W", 1}, {"kW", 1e3}, {"MW", 1e6}}, "a power")};
}

Duration Words::duration_of(const std::string& word) {
  const double seconds =
      with_unit(word, {{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}, "a duration");
  return std::chrono::milliseconds{std::llround(seconds * 1000)};
}

}  // namespace pue::scenario

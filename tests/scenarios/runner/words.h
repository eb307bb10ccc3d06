// One statement of a scenario, word by word, with the values that words can mean. It knows no
// statement.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/units.h"

namespace pue::scenario {

/// What is wrong with a script; the runner adds file and line.
class ScriptError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {}

  bool done() const { return next_ == words_.size(); }
  /// `what` is said when there is no word left.
  std::string take(const std::string& what);
  /// Takes the word if it is this one.
  bool takes(const std::string& word);
  void finish() const;

  double number();
  Duration duration();  // all durations that follow: "1h 10s"
  Joules energy() { return energy_of(take("an energy")); }
  Watts power() { return power_of(take("a power")); }

  static double number_of(const std::string& word);
  static Joules energy_of(const std::string& word);      // "125.5kWh", "2Wh", "7J"
  static Watts power_of(const std::string& word);        // "125kW", "-3W"
  static Duration duration_of(const std::string& word);  // "1h", "90s", "-1h"

 private:
  std::vector<std::string> words_;
  std::size_t next_ = 0;
};

}  // namespace pue::scenario

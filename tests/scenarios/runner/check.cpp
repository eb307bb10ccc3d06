#include "scenarios/runner/check.h"

#include <fmt/format.h>

#include <cmath>

namespace pue::scenario {
namespace {

/// A kind of value: how it is read, how it is shown, how close is equal.
struct Kind {
  std::function<double(const std::string&)> read;
  std::function<std::string(double)> show;
  double closeness;
};

Mismatch check(Words& words, std::optional<double> actual, const Kind& kind,
               const std::string& reason) {
  const auto shown = actual ? kind.show(*actual) : "absent " + reason;
  if (words.takes("absent")) {
    const bool same_reason = reason.empty() || words.done() || words.take("a reason") == reason;
    return !actual && same_reason ? Mismatch{} : shown;
  }
  const double expected = kind.read(words.take("a value"));
  const double tolerance = words.takes("±") ? kind.read(words.take("a tolerance")) : 0;
  if (actual && std::abs(*actual - expected) <= tolerance + kind.closeness) return std::nullopt;
  return shown;
}

}  // namespace

Mismatch check_number(Words& words, std::optional<double> actual, const std::string& reason) {
  const Kind kind{Words::number_of, [](double n) { return fmt::format("{:.9g}", n); }, 1e-9};
  return check(words, actual, kind, reason);
}

Mismatch check_energy(Words& words, std::optional<Joules> actual) {
  const Kind kind{
      [](const std::string& word) { return static_cast<double>(Words::energy_of(word).count); },
      [](double joules) { return fmt::format("{:.6f}kWh ({:.0f}J)", joules / 3.6e6, joules); },
      0.5};
  std::optional<double> joules;
  if (actual) joules = static_cast<double>(actual->count);
  return check(words, joules, kind, "");
}

Mismatch check_power(Words& words, std::optional<Watts> actual) {
  const Kind kind{[](const std::string& word) { return Words::power_of(word).value; },
                  [](double watts) { return fmt::format("{:.3f}W", watts); }, 1e-3};
  std::optional<double> watts;
  if (actual) watts = actual->value;
  return check(words, watts, kind, "");
}

Mismatch check_count(Words& words, std::uint64_t actual) {
  const bool at_least = words.takes(">=");
  const auto expected = static_cast<std::uint64_t>(words.number());
  if (at_least ? actual >= expected : actual == expected) return std::nullopt;
  return std::to_string(actual);
}

Mismatch check_word(Words& words, const std::string& actual) {
  if (words.take("a word") == actual) return std::nullopt;
  return actual;
}

}  // namespace pue::scenario

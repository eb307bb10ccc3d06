#include "sim/faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace pue::sim {
namespace {

constexpr std::array<std::string_view, 7> fault_names{"none",    "silent",      "slow", "exception",
                                                      "garbage", "zero_glitch", "reset"};

// The text up to the next ':' taken off the front.
std::string_view next_part(std::string_view& rest) {
  const auto colon = rest.find(':');
  const auto part = rest.substr(0, colon);
  rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
  return part;
}

std::optional<int> next_number(std::string_view& rest, int fallback) {
  if (rest.empty()) return fallback;
  const auto part = next_part(rest);
  int number = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
  if (error != std::errc{} || end != part.data() + part.size() || number < 0) return std::nullopt;
  return number;
}

int default_argument(FaultKind kind) {
  if (kind == FaultKind::slow) return 500;
  if (kind == FaultKind::exception) return 4;  // server device failure
  return 0;
}

}  // namespace

std::string_view name(FaultKind kind) { return fault_names[static_cast<std::size_t>(kind)]; }

Result<Fault> parse_fault(const std::string& text) {
  std::string_view rest = text;
  const auto kind_name = next_part(rest);
  const auto found = std::find(fault_names.begin(), fault_names.end(), kind_name);
  if (found == fault_names.end())
    return Error{fmt::format("no fault \"{}\"; known: {}", text, fmt::join(fault_names, ", "))};
  const auto kind = static_cast<FaultKind>(found - fault_names.begin());
  const auto argument = next_number(rest, default_argument(kind));
  const auto delay = next_number(rest, 0);
  if (!argument || !delay || !rest.empty() || (kind == FaultKind::exception && *argument > 255))
    return Error{fmt::format("fault \"{}\": write slow:MS or exception:CODE[:MS]", text)};
  return Fault{kind, *argument, *delay};
}

Result<MeterFault> parse_meter_fault(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos)
    return Error{fmt::format("\"{}\": write METER=KIND[:ARG]", text)};
  const auto fault = parse_fault(text.substr(equals + 1));
  if (!fault) return fault.error();
  return MeterFault{text.substr(0, equals), *fault};
}

void FaultBoard::set(std::size_t meter, Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.at(meter) = fault;
}

Fault FaultBoard::get(std::size_t meter) const {
  const std::lock_guard lock(mutex_);
  return faults_.at(meter);
}

bool FaultBoard::take_zero_glitch(std::size_t meter) {
  const std::lock_guard lock(mutex_);
  if (faults_.at(meter).kind != FaultKind::zero_glitch) return false;
  faults_[meter] = Fault{};
  return true;
}

}  // namespace pue::sim

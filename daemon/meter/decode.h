// Registers → a value of a point, or the reason why there is none. Never 0 for "no value".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "meter/point.h"

namespace pue::meter {

/// Exactly what the registers say, before scaling.
using RawValue = std::variant<bool, std::uint64_t, std::int64_t, double>;

enum class NoValue : std::uint8_t {
  sentinel,      // the pattern by which the device says "not available"
  not_a_number,  // NaN or infinity
  not_decimal,   // a digit beyond 9, or a word beyond 9999
  scale_factor,  // the register beside the value holds no power of ten from −10 to 10
  scale,         // by its power of ten a register counts in larger steps than it may
};
std::string_view name(NoValue reason);

/// What the bits say, whatever it is: for people who look at registers. NaN, infinity and sentinels
/// come out as they are; only a decimal type whose digits are none has no value.
std::variant<RawValue, NoValue> interpret(const Point& point, std::span<const std::uint16_t> words);
/// Words of the point's own range, in wire order. Precondition: `holds(type, words.size())`, with a
/// scale factor that both places lie within.
/// A sentinel is compared with the bits after ordering, before any interpretation.
std::variant<RawValue, NoValue> decode_raw(const Point& point,
                                           std::span<const std::uint16_t> words);
/// The same in the quantity's unit: raw · scale (· 10^factor), finite. A register whose step, scale
/// · 10^factor, is beyond the resolution that it declares makes no value: energies are bounded by
/// that step (docs/domain.md, "Register-bounded energy").
std::variant<double, NoValue> decode(const Point& point, std::span<const std::uint16_t> words);

/// A value of a register with a scale factor as its step has it: rounded down to the declared
/// resolution, so that a count that the device truncates, as its factor grows, does not fall. Every
/// other value as it is.
double in_whole_steps(const Point& point, double value);

/// Registers that a type occupies: 1, 2 or 4 (bool: one coil or one register); of mod10k, whose
/// points say how many, the least.
std::size_t registers(ValueType type);
/// A value of the type can have that many registers: mod10k 1 to 4, all others their own count.
bool holds(ValueType type, std::size_t words);
/// "uint16", "float32", … as in profiles and on the command line.
std::string_view name(ValueType type);
std::optional<ValueType> value_type_from_name(std::string_view name);
/// All digits of integers; floats in the shortest form that reads back to the same double.
std::string format_exact(const RawValue& value);

}  // namespace pue::meter

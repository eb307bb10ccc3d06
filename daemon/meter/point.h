// A point: which registers hold a quantity and how they are to be understood.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meter/quantity.h"
#include "modbus/planner.h"

namespace pue::meter {

enum class ValueType : std::uint8_t {
  boolean,
  bit,
  uint16,
  int16,
  uint32,
  int32,
  uint64,
  int64,
  float16,
  float32,
  float64,
  bcd16,   // four decimal digits
  bcd32,   // eight
  mod10k,  // 1 to 4 words, each a digit to the base 10,000
};

/// Where each byte of the value stands on the wire. The four rules abcd (as Modbus has it), cdab
/// (words reversed), badc (bytes swapped in each word) and dcba (both) hold for 1 to 4 words.
/// Eight letters name any order of 64 bits: the i-th letter is the significance (a: highest) of the
/// i-th byte received.
class Order {
 public:
  Order() = default;  // abcd
  /// One of the four rules, or a permutation of a to h; lower case. Nothing for any other text.
  static std::optional<Order> parse(std::string_view letters);
  /// Eight letters need 4 words; the four rules fit any count.
  bool fits(std::size_t words) const { return kind_ != Kind::letters || words == 4; }
  /// Letters as written ("abcd", "cdabghef").
  std::string name() const;
  /// Words as received → the value's bits, right-aligned. Precondition: `count` is 1 to 4 and fits.
  std::uint64_t assemble(const std::uint16_t* words, std::size_t count) const;
  bool operator==(const Order&) const = default;

 private:
  enum class Kind : std::uint8_t { abcd, cdab, badc, dcba, letters };
  Kind kind_ = Kind::abcd;
  std::array<std::uint8_t, 8> positions_{};
};

/// A register beside the value that says by which power of ten it is multiplied (SunSpec: sunssf).
/// Both are read in one request: the device may change the factor whenever it likes.
struct ScaleFactor {
  std::uint16_t value_at = 0;   // of the value's first word in the point's range
  std::uint16_t factor_at = 0;  // of the factor's register, int16
  bool operator==(const ScaleFactor&) const = default;
};

struct Point {
  Quantity quantity = Quantity::active_power_w;
  modbus::RegisterRange range;              // of the value, and of its scale factor
  std::optional<ScaleFactor> scale_factor;  // absent: the range is the value
  ValueType type = ValueType::float32;
  Order order;
  std::uint8_t bit = 0;           // with ValueType::bit, 0 is the least significant
  double scale = 1;               // value in the quantity's unit = raw · scale (· 10^factor)
  std::optional<double> modulus;  // raw · scale at which the register wraps; absent: not declared
  std::optional<double> resolution;  // display step in the quantity's unit; absent: from the type
  std::optional<modbus::RateClass> rate;  // how often it is read; absent: by the quantity
  std::vector<std::uint64_t> sentinels;   // raw bit patterns that mean "no value", besides NaN/Inf
  bool operator==(const Point&) const = default;
};

bool has_quantity(const std::vector<Point>& points, Quantity quantity);
/// Points of the three phases' active powers and none of the total: the total is their sum
/// (docs/domain.md, "The power of three phases").
bool sums_phases(const std::vector<Point>& points);
/// The points tell the active power, as the total or by the phases.
bool tells_power(const std::vector<Point>& points);

/// The step q of an energy register near `value`, both in the quantity's unit (docs/domain.md,
/// "Register-bounded energy"). Integers: the larger of scale and declared resolution. Floats: the
/// larger of declared resolution (none: 0) and the distance between neighbouring numbers of the
/// type at value/scale, times scale: a float32 register in kWh moves in whole kWh above 8,388,608.
/// With a scale factor: the declared resolution, beyond which decode() takes no value; without one
/// the largest power of ten that divides the value, as nothing finer is known.
double register_step(const Point& point, double value);

}  // namespace pue::meter

// A point: which registers hold a quantity and how they are to be understood. A profile is the set
// of points of one kind of meter, as data, with its source and the confidence in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "meter/quantity.h"
#include "modbus/request.h"

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
};

/// Where each byte of the value stands on the wire: order[i] is the position, most significant
/// first, of the i-th byte received. Named by letters: abcd, cdab, badc, dcba, or eight letters for
/// 64 bit; 16-bit values take the first two. Built by `parse_order` only.
class Order {
 public:
  Order() = default;  // abcd
  static std::optional<Order> parse(std::string_view letters);
  /// Letters as written ("abcd", "cdabghef").
  std::string name() const;
  /// Words as received → the value's bits, most significant first. `words` has 1, 2 or 4 entries.
  std::uint64_t assemble(const std::uint16_t* words, std::size_t count) const;
  bool operator==(const Order&) const = default;

 private:
  enum class Kind : std::uint8_t { abcd, cdab, badc, dcba, letters };
  Kind kind_ = Kind::abcd;
  std::array<std::uint8_t, 8> positions_{};
};

struct Point {
  Quantity quantity = Quantity::active_power_w;
  modbus::RegisterRange range;
  ValueType type = ValueType::float32;
  Order order;
  std::uint8_t bit = 0;           // with ValueType::bit, 0 is the least significant
  double scale = 1;               // value in the quantity's unit = raw · scale
  std::optional<double> modulus;  // raw · scale at which the register wraps; absent: not declared
  std::optional<double> resolution;  // display step in the quantity's unit; absent: from the type
  std::vector<std::uint64_t> sentinels;  // raw bit patterns that mean "no value", besides NaN/Inf
  bool operator==(const Point&) const = default;
};

enum class Confidence : std::uint8_t { low, medium, high };

struct Profile {
  std::string name;   // "eastron/sdm630"
  std::string model;  // as the vendor writes it
  std::string source;
  Confidence confidence = Confidence::low;
  std::uint16_t max_registers = 125;
  std::vector<Point> points;
};

/// The step of an energy register in its unit: for integers scale (or the declared resolution), for
/// floats the larger of the declared resolution (default `scale`·0.01 … see .cpp) and the ulp at
/// `value` (domain.md: register-bounded energy).
double register_step(const Point& point, double value);

}  // namespace pue::meter

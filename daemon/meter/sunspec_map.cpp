#include "meter/sunspec_map.h"

#include <algorithm>

namespace pue::meter {
namespace {

constexpr std::uint32_t header_words = 2;

/// Registers after the header that the points need.
std::uint32_t length_needed(const SunSpecLayout& layout) {
  std::uint32_t end = header_words;
  for (const auto& point : layout.points) {
    end = std::max(end, std::uint32_t{point.range.address} + point.range.count);
  }
  return end - header_words;
}

/// A register that may be either of two: the coarser step of both, and the growing one of a float.
/// Where it wraps is known only where both say the same.
void merge_registers(Point& declared, const Point& other) {
  declared.resolution = std::max(register_step(declared, 0), register_step(other, 0));
  if (declared.modulus != other.modulus) declared.modulus.reset();
  if (other.type != ValueType::float32) return;
  const bool both = declared.type == ValueType::float32;
  declared.scale = both ? std::max(declared.scale, other.scale) : other.scale;
  declared.type = ValueType::float32;
  declared.scale_factor.reset();
}

}  // namespace

std::vector<Point> placed(const SunSpecLayout& layout, std::uint16_t header) {
  auto points = layout.points;
  for (auto& point : points) {
    point.range.address = static_cast<std::uint16_t>(point.range.address + header);
  }
  return points;
}

std::vector<Point> points_in(const SunSpecMap& map, const std::vector<SunSpecModel>& models) {
  for (const auto& layout : map) {
    const auto needed = length_needed(layout);
    for (const auto id : layout.models) {
      const auto model = std::find_if(models.begin(), models.end(), [&](const SunSpecModel& one) {
        return one.id == id && one.length >= needed;
      });
      if (model != models.end()) return placed(layout, model->header);
    }
  }
  return {};
}

std::vector<Point> declared_points(const SunSpecMap& map) {
  std::vector<Point> declared;
  for (const auto& layout : map) {
    for (const auto& point : layout.points) {
      const auto known = std::find_if(declared.begin(), declared.end(), [&](const Point& one) {
        return one.quantity == point.quantity;
      });
      if (known == declared.end()) {
        declared.push_back(point);
      } else if (is_register(point.quantity)) {
        merge_registers(*known, point);
      }
    }
  }
  return declared;
}

}  // namespace pue::meter

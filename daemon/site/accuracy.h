// How wrong a measuring chain may be by its classes: meter, current and voltage transformer. It
// knows the limits that the standards state, nothing of installation, phase angle or drift.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/units.h"

namespace pue::site {

/// Active energy classes of IEC 62053-21 (0.5, 1, 2), IEC 62053-22 (0.1S, 0.2S, 0.5S) and IEC
/// 61557-12 (0.2, 0.5, 1, 2).
enum class MeterClass : std::uint8_t { c0_1s, c0_2s, c0_5s, c0_2, c0_5, c1, c2 };
/// Measuring current transformers, IEC 61869-2.
enum class CtClass : std::uint8_t { c0_1, c0_2, c0_5, c1, c0_2s, c0_5s };
/// Measuring voltage transformers, IEC 61869-3.
enum class VtClass : std::uint8_t { c0_1, c0_2, c0_5, c1, c3 };

inline constexpr std::array<std::string_view, 7> meter_class_names = {"0.1S", "0.2S", "0.5S", "0.2",
                                                                      "0.5",  "1",    "2"};
inline constexpr std::array<std::string_view, 6> ct_class_names = {"0.1", "0.2",  "0.5",
                                                                   "1",   "0.2S", "0.5S"};
inline constexpr std::array<std::string_view, 5> vt_class_names = {"0.1", "0.2", "0.5", "1", "3"};
constexpr std::string_view name(MeterClass c) { return meter_class_names[std::size_t(c)]; }
constexpr std::string_view name(CtClass c) { return ct_class_names[std::size_t(c)]; }
constexpr std::string_view name(VtClass c) { return vt_class_names[std::size_t(c)]; }

/// One measuring chain. Without `meter` and `limit_percent` its class is unknown.
struct Accuracy {
  std::optional<MeterClass> meter = {};
  /// Instead of a class of the meter: its limit of error in percent, from a data sheet.
  std::optional<double> limit_percent = {};
  std::optional<CtClass> ct = {};
  std::optional<double> ct_primary_amperes = {};
  std::optional<VtClass> vt = {};
  std::optional<double> nominal_volts = {};  // line to line
  bool operator==(const Accuracy&) const = default;
};

/// Limit of error in percent of the reading.
double limit_percent(MeterClass c);
double limit_percent(VtClass c);
/// At `load_share` of the rated primary current: the worse of the two rows of the standard between
/// which it lies. Outside the rows, where the standard promises nothing, and for an unknown load:
/// the worst row.
double limit_percent(CtClass c, std::optional<double> load_share);

/// |P| / (√3 · U · I_primary): the current of a balanced load at power factor 1, a little less than
/// the true one. Absent without CT rating or voltage.
std::optional<double> load_share(const Accuracy& accuracy, Watts mean_power);

/// Standard uncertainty (k = 1) relative to the reading: √(a_meter² + a_ct² + a_vt²) / √3, each
/// limit a taken as the half-width of a rectangular distribution. Absent when the class of the
/// meter is unknown. `mean_power` over the time of the energy, for the row of the CT.
std::optional<double> relative_uncertainty(const Accuracy& accuracy,
                                           std::optional<Watts> mean_power);

}  // namespace pue::site

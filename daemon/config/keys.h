// Every key that the configuration files may have, by section: the one list from which unknown keys
// are recognised and with which docs/configuration.md is compared. It says nothing of values.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace pue::config {

enum class Section : std::uint8_t {
  document,
  site,
  polling,
  alerts,
  alert,
  link,
  meter,
  accuracy,
  calibration,
  battery,
  multiplier,
  point,
  forbidden,
  virtual_meter,
  ledger,
  ledger_retention,
  control,
  profile,
  sunspec,
  sunspec_point,
  policy_file,
  policy,
  policy_scope,
  renewable_target,
  renewables,
  factor_file,
  factor,
};
inline constexpr std::size_t section_count = 27;

struct SectionKeys {
  std::string_view name;  // as in docs/configuration.md: "meters[].points[]"
  std::vector<std::string_view> known;
  std::vector<std::string_view> not_yet;  // of a later version: an error that says so
};

const SectionKeys& keys_of(Section section);
const std::array<SectionKeys, section_count>& all_sections();

/// Words of later versions that values may have: roles, quantities.
const std::vector<std::string_view>& roles_not_yet();
const std::vector<std::string_view>& quantities_not_yet();

}  // namespace pue::config

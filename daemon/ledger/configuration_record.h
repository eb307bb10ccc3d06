// The configuration in force as a ledger entry: the hash of its whole text, and what a reader needs
// to recompute every figure without being able to read that text: the meters by their lasting
// numbers, and the boundary equation written out as sums of them.
//
// Body (numbers as in varint.h, s: signed): version of pued, file name, SHA-256 of the text, zone
// (texts as length and bytes) · presence bits (1 min_it_power, 2 in_service) and the present ones:
// milliwatts; days since 1970 (s) · number of meters, then by rising number: number minus the one
// before (the first: number), name, role, presence (1 from, 2 to) and times (s, ns) · number of
// sums, then by name: name, number of terms, then by rising meter: meter number, coefficient in
// millionths (s) · number of required meters and their numbers, rising.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "ledger/sha256.h"
#include "site/site_model.h"

namespace pue::ledger {

struct ConfigurationEntry {
  struct Meter {
    std::uint32_t number = 0;
    std::string name;
    std::string role;
    std::optional<UtcTime> from;
    std::optional<UtcTime> to;
    bool operator==(const Meter&) const = default;
  };
  /// Meter number → millionths; none 0.
  using Sum = std::map<std::uint32_t, std::int64_t>;

  std::string version;
  std::string file;
  Hash text{};
  std::string zone;
  std::optional<std::int64_t> min_it_milliwatts;
  std::optional<std::chrono::year_month_day> in_service;
  std::vector<Meter> meters;  // by rising number
  /// "facility", "it", "it:1" to "it:3", "overhead:cooling" …, "source:grid" …, "exported", which
  /// is always there, and what else the totals of an interval follow from (docs/ledger-format.md);
  /// a sum that the site does not have is not there.
  std::map<std::string, Sum, std::less<>> sums;
  std::vector<std::uint32_t> required;  // rising
  bool operator==(const ConfigurationEntry&) const = default;
};

/// Fills meters, sums and required meters. `numbers` by MeterId.
void describe_site(ConfigurationEntry& entry, const site::SiteModel& model,
                   const site::SiteSettings& settings, const std::vector<std::uint32_t>& numbers);

std::string encode(const ConfigurationEntry& entry);
/// Accepts exactly what `encode` writes.
Result<ConfigurationEntry> decode_configuration(std::string_view body);

}  // namespace pue::ledger

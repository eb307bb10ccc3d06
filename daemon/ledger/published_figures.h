// What a local day or month came to when its last interval had closed, as an entry of the ledger:
// so that what was known then can still be told when an interval gets a later version.
//
// Body: 1 day or 2 month (1 byte) · start (time) · length in ns · presence (1 byte: 1 facility,
// 2 IT) · facility, IT (s, joules) · covered time in ns · version of the method.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/zone.h"
#include "site/balance.h"

namespace pue::ledger {

struct PublishedFigures {
  enum class Part : std::uint8_t { day = 1, month = 2 };
  Part part = Part::day;
  Period period;
  std::optional<Joules> facility;  // over the usable intervals
  std::optional<Joules> it;
  Duration covered{0};
  std::uint64_t method = 0;  // kpi::method_version
  bool operator==(const PublishedFigures&) const = default;
};

/// The sums of docs/ledger-format.md. `intervals`: newest versions by start, without meters; those
/// outside the period do not count, nor those before `in_service`.
PublishedFigures figures_of(PublishedFigures::Part part, const Period& period,
                            std::span<const site::SiteInterval> intervals, UtcTime in_service);

/// The local days and months that end at `end`: none unless it is a local midnight.
std::vector<std::pair<PublishedFigures::Part, Period>> parts_ending(UtcTime end, const Zone& zone);

/// The first instant of a site's service; the beginning of time without a date.
UtcTime service_start(const std::optional<std::chrono::year_month_day>& in_service,
                      const Zone& zone);

std::string encode(const PublishedFigures& entry);
/// Accepts exactly what `encode` writes. Error: which byte is wrong, and why.
Result<PublishedFigures> decode_figures(std::string_view body);

}  // namespace pue::ledger

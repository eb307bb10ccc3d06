// How a page says texts, times and quantities: in one language, on the site's clock. It knows no
// figures. Shared by all that is made of HTML for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "base/volume.h"
#include "base/zone.h"
#include "config/messages.h"
#include "kpi/policy.h"

namespace pue::page {

struct Wording {
  const config::Messages& messages;
  config::Language language = config::Language::en;
  const Zone& zone;

  /// A catalogue text, escaped for HTML.
  std::string text(std::string_view key, const config::Messages::Arguments& arguments = {}) const;
  /// Local time of the site: "2026-03-01 08:00".
  std::string local_time(UtcTime t) const;
  /// "1,234.5 kW" in the language's form; the absent sign for nothing.
  std::string kilowatts(std::optional<Watts> power) const;
  std::string kilowatt_hours(std::optional<Joules> energy) const;
  std::string cubic_metres(Millilitres volume) const;
  std::string percent(std::optional<double> ratio) const;
  /// Why a policy row applies, its conditions one after the other; escaped.
  std::string reasons(const std::vector<kpi::Reason>& reasons) const;
  /// "± 0.0125 (k = 2)", or that it is unknown.
  std::string uncertainty(std::optional<double> expanded) const;
};

}  // namespace pue::page

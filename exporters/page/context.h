// What every section of the page is made from: the view, the texts of one language, the site's
// zone.
#pragma once

#include <string>

#include "base/volume.h"
#include "base/zone.h"
#include "config/messages.h"
#include "exporters/view.h"

namespace pue::page {

struct Context {
  const View& view;
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

// The tables of a bundle, retold from its entries alone (docs/ledger-format.md, "A bundle"):
// whoever has the entries makes the same tables. It reads and writes no file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/zone.h"
#include "ledger/configuration_record.h"
#include "ledger/interval_record.h"

namespace pue::ledger {

class BundleTables {
 public:
  /// An entry of the bundle, in rising order. Error: its bytes are damaged.
  Result<void> entry(std::string_view bytes, std::uint64_t number);
  /// The energies of the interval that entry `number` is.
  Result<void> energies(std::uint64_t number, std::string_view bytes);

  /// File names and texts: readings, intervals, figures, events, corrections, clock, meters. Error:
  /// this machine does not know the site's zone.
  Result<std::map<std::string, std::string>> finish(const Period& period,
                                                    const ZoneLookup& zone_of) const;
  /// bundle.json.
  std::string description(const std::string& site, const Period& period,
                          std::uint64_t entries) const;
  /// Newest versions within the period.
  std::uint64_t intervals(const Period& period) const;

 private:
  struct Interval {
    std::uint64_t number = 0;
    site::SiteInterval totals;
    std::string energies;
  };

  std::string readings(const Period& period) const;
  std::string interval_totals(const Period& period) const;
  std::string figures(const Period& period, const Zone& zone) const;
  std::string meters() const;
  std::vector<const Interval*> within(const Period& period) const;

  std::map<UtcTime, Interval> newest_;       // by start
  std::map<std::uint64_t, UtcTime> starts_;  // of all versions, by entry
  ConfigurationEntry configuration_;
  std::map<std::uint32_t, std::string> names_;  // of all configurations
  std::string events_ = "written,at,meter,kind,final,initial,who,why,ticket\n";
  std::string corrections_ =
      "written,meter,direction,start,end,old_joules,new_joules,who,why,ticket\n";
  std::string clock_ = "written,at,state,maximum_error_ns\n";
};

}  // namespace pue::ledger

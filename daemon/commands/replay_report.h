// What a replay prints: every closed interval as a CSV line, the figures at its end as JSON, and
// how the figures of two configurations differ. The columns and members are described in
// docs/replay.md and stay as they are.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "engine/snapshot.h"

namespace pue::commands {

/// The first line, and one line for a version of an interval. Energies in joules; an absent value
/// is an empty cell.
std::string interval_csv_header();
std::string interval_csv_line(const site::SiteInterval& interval);

/// A number that differs, or that only one side has: "windows.12mo.pue".
struct Difference {
  std::string figure;
  std::optional<double> here;
  std::optional<double> there;
};
/// Numbers and truth values of both, by their place, in the order of the names; equal ones are left
/// out.
std::vector<Difference> differences(const boost::json::object& here,
                                    const boost::json::object& there);
/// "figure,this,other,difference" and a line each.
std::string to_csv(const std::vector<Difference>& differences);

}  // namespace pue::commands

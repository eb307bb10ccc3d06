#include "ledger/interval_totals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/rfc3339.h"
#include "site/renewable_use.h"
#include "site/signed_sum.h"

namespace pue::ledger {
namespace {

using energy::Quality;
using site::Role;
using site::SiteInterval;
using site::Subsystem;
using Sum = ConfigurationEntry::Sum;
using Energy = std::optional<Joules>;

constexpr std::array metered = {Subsystem::cooling, Subsystem::power_loss, Subsystem::lighting,
                                Subsystem::other};
constexpr std::array sources = {Role::grid, Role::solar, Role::wind, Role::genset};
constexpr std::array named_sums = {
    "facility", "it",      "exported",   "export_unknown", "curtailed",
    "off_site", "battery", "heat_reuse", "water",          "renewable_maximum"};

std::string it_name(std::size_t category) { return fmt::format("it:{}", category); }
std::string name_of(Subsystem part) { return fmt::format("overhead:{}", site::name(part)); }
std::string name_of(Role role) { return fmt::format("source:{}", site::name(role)); }

bool in_place(const ConfigurationEntry::Meter& meter, const Period& interval) {
  return !(meter.from && *meter.from >= interval.end) && !(meter.to && *meter.to <= interval.start);
}

Joules net(const MeterRow& row) { return row.imported - row.exported; }
Joules imported(const MeterRow& row) { return row.imported; }
Joules exported(const MeterRow& row) { return row.exported; }
using Part = Joules (*)(const MeterRow&);

/// The meters of an interval as a sum sees them: what is not in place counts as 0, what is missing
/// makes a sum absent.
class MetersOfInterval {
 public:
  MetersOfInterval(const ConfigurationEntry& configuration, const Period& interval,
                   const std::vector<MeterRow>& rows)
      : configuration_(configuration) {
    std::uint32_t last = rows.empty() ? 0 : rows.back().number;
    for (const auto& meter : configuration.meters) last = std::max(last, meter.number);
    elsewhere_.resize(std::size_t{last} + 1);
    rows_.resize(elsewhere_.size());
    for (const auto& meter : configuration.meters)
      elsewhere_[meter.number] = !in_place(meter, interval);
    for (const auto& row : rows) rows_[row.number] = &row;
  }

  const Sum* find(const std::string& name) const {
    const auto sum = configuration_.sums.find(name);
    return sum == configuration_.sums.end() ? nullptr : &sum->second;
  }
  bool here(std::uint32_t number) const {
    return number >= elsewhere_.size() || !elsewhere_[number];
  }
  bool any_here(const Sum& sum) const {
    return std::any_of(sum.begin(), sum.end(), [&](const auto& term) { return here(term.first); });
  }
  Quality quality(std::uint32_t number) const {
    const auto* of = row(number);
    return of == nullptr ? Quality::missing : of->quality;
  }
  const MeterRow* row(std::uint32_t number) const {
    return number < rows_.size() ? rows_[number] : nullptr;
  }

  /// Rounded down once. Absent without such a sum; `measured`: also with an estimated meter.
  Energy sum(const std::string& name, Part part = net, bool measured = false) const {
    const auto* terms = find(name);
    if (terms == nullptr) return std::nullopt;
    site::ExactEnergy total;
    for (const auto& [number, millionths] : *terms) {
      if (!here(number)) continue;
      const auto how = quality(number);
      if (how == Quality::missing || (measured && how == Quality::estimated)) return std::nullopt;
      total.add(site::Coefficient{millionths}, part(*row(number)));
    }
    return total.floor();
  }

  /// What the estimated meters of a sum weigh in it.
  Joules estimated(const std::string& name) const {
    site::ExactEnergy total;
    if (const auto* terms = find(name))
      for (const auto& [number, millionths] : *terms)
        if (here(number) && quality(number) == Quality::estimated)
          total.add_size(site::Coefficient{millionths}, net(*row(number)));
    return total.floor();
  }

 private:
  const ConfigurationEntry& configuration_;
  std::vector<bool> elsewhere_;        // by number, as the next; none for numbers beyond
  std::vector<const MeterRow*> rows_;  // nullptr: no meter of the interval
};

Energy exported_of(const MetersOfInterval& meters) {
  const auto* unknown = meters.find("export_unknown");
  if (unknown != nullptr && meters.any_here(*unknown)) return std::nullopt;
  auto total = meters.sum("exported", net, true);
  if (meters.find(name_of(Role::grid)) == nullptr) return total;
  const auto by_grid_meters = meters.sum(name_of(Role::grid), exported, true);
  if (!total || !by_grid_meters) return std::nullopt;
  return *total + *by_grid_meters;
}

Energy renewable_used_of(const MetersOfInterval& meters, const Energy& sent_out) {
  Joules renewable;
  Joules other;
  bool has_renewable = false;
  for (const auto role : {Role::solar, Role::wind, Role::genset}) {
    if (meters.find(name_of(role)) == nullptr) continue;
    const auto generated = meters.sum(name_of(role), net, true);
    if (!generated) return std::nullopt;
    has_renewable = has_renewable || site::is_renewable(role);
    (site::is_renewable(role) ? renewable : other) += *generated;
  }
  if (!has_renewable || !sent_out) return std::nullopt;
  return site::used_on_site(renewable, other, *sent_out);
}

/// Absent before its first meter is in place.
Energy beside(const MetersOfInterval& meters, const std::string& name) {
  const auto* terms = meters.find(name);
  return terms != nullptr && meters.any_here(*terms) ? meters.sum(name) : std::nullopt;
}

Joules renewable_unknown_of(const MetersOfInterval& meters, Duration length) {
  Joules unknown;
  const auto* most = meters.find("renewable_maximum");
  if (most == nullptr) return unknown;
  for (const auto& [number, microwatts] : *most) {
    const auto quality = meters.quality(number);
    if (meters.here(number) && (quality == Quality::missing || quality == Quality::estimated))
      unknown += site::most_possible(microwatts, length);
  }
  return unknown;
}

/// Of the required meters.
struct Required {
  Quality worst = Quality::measured;
  bool unconfirmed = false;
  std::optional<Period> gap;
  bool gap_known = true;  // evidence says nothing of the gap of a missing meter
};

Required required_of(const MetersOfInterval& meters, const std::vector<std::uint32_t>& required,
                     const std::vector<MeterEvidence>& evidence) {
  Required found;
  for (const auto number : required) {
    if (!meters.here(number)) continue;
    found.worst = std::max(found.worst, meters.quality(number));
    const auto* row = meters.row(number);
    if (row == nullptr) continue;
    found.unconfirmed = found.unconfirmed || row->unconfirmed;
    found.gap_known = found.gap_known && !(row->has_gap && row->quality == Quality::missing);
    const auto rests_on = std::lower_bound(
        evidence.begin(), evidence.end(), number,
        [](const MeterEvidence& one, std::uint32_t wanted) { return one.number < wanted; });
    if (rests_on == evidence.end() || rests_on->number != number || !rests_on->gap) continue;
    if (!found.gap) found.gap = rests_on->gap;
    found.gap->start = std::min(found.gap->start, rests_on->gap->start);
    found.gap->end = std::max(found.gap->end, rests_on->gap->end);
  }
  return found;
}

template <class Unit>
std::string text(const std::optional<Unit>& value) {
  constexpr const char* unit = std::is_same_v<Unit, Millilitres> ? "ml" : "J";
  return value ? fmt::format("{} {}", value->count, unit) : std::string("absent");
}

std::string text(const std::optional<Period>& gap) {
  return gap ? fmt::format("{} to {}", format_rfc3339(gap->start), format_rfc3339(gap->end))
             : std::string("none");
}

/// Compares one total after the other until one differs.
class Comparison {
 public:
  template <class Value>
  void same(std::string_view name, const Value& stored, const Value& expected) {
    if (!error_ && stored != expected)
      error_ =
          Error{fmt::format("{} is {}, its meters come to {}", name, text(stored), text(expected))};
  }
  void same(std::string_view name, Joules stored, Joules expected) {
    same(name, Energy(stored), Energy(expected));
  }
  void fail(std::string message) {
    if (!error_) error_ = Error{std::move(message)};
  }
  Result<void> result() const {
    if (error_) return *error_;
    return {};
  }

 private:
  std::optional<Error> error_;
};

void compare_balance(Comparison& compare, const SiteInterval& stored,
                     const MetersOfInterval& meters) {
  const bool usable = stored.quality != Quality::missing;
  compare.same("facility", stored.facility, usable ? meters.sum("facility") : std::nullopt);
  compare.same("it", stored.it, usable ? meters.sum("it") : std::nullopt);
  Energy rest;
  if (stored.facility && stored.it) rest = *stored.facility - *stored.it;
  for (const auto part : metered) {
    const auto& overhead = stored.overhead[static_cast<std::size_t>(part)];
    compare.same(name_of(part), overhead, meters.sum(name_of(part)));
    if (rest && overhead) *rest -= *overhead;
  }
  compare.same("unexplained", stored.overhead[static_cast<std::size_t>(Subsystem::unexplained)],
               rest);
  for (const auto role : sources)
    compare.same(name_of(role), stored.sources[static_cast<std::size_t>(role)],
                 meters.sum(name_of(role)));
  for (std::size_t i = 0; i < stored.it_levels.size(); ++i)
    compare.same(it_name(i + 1), stored.it_levels[i], meters.sum(it_name(i + 1)));
  compare.same("the estimated part of facility", stored.estimated_facility,
               usable ? meters.estimated("facility") : Joules{});
  compare.same("the estimated part of it", stored.estimated_it,
               usable ? meters.estimated("it") : Joules{});
}

/// What stands beside the boundary equation.
void compare_others(Comparison& compare, const SiteInterval& stored,
                    const MetersOfInterval& meters) {
  compare.same("exported", stored.exported, exported_of(meters));
  compare.same("renewable energy used", stored.renewable_used,
               renewable_used_of(meters, exported_of(meters)));
  compare.same("curtailed", stored.curtailed, meters.sum("curtailed", net, true));
  compare.same("off-site", stored.off_site, meters.sum("off_site", net, true));
  // A battery's meter is positive into the site.
  compare.same("battery charge", stored.battery_charge, meters.sum("battery", exported, true));
  compare.same("battery discharge", stored.battery_discharge,
               meters.sum("battery", imported, true));
  compare.same("reused heat", stored.reused_heat, beside(meters, "heat_reuse"));
  const auto water = beside(meters, "water");
  compare.same("water", stored.water,
               water ? std::optional(Millilitres{water->count}) : std::nullopt);
  compare.same("renewable energy that is not known", stored.renewable_unknown,
               renewable_unknown_of(meters, stored.interval.length()));
}

/// How much of it was renewable depends on all that went into the batteries before.
void compare_moved(Comparison& compare, const SiteInterval& stored) {
  if (stored.version > 1) return;  // what was moved then stands
  const auto& charge = stored.battery_charge;
  const auto& discharge = stored.battery_discharge;
  const bool known = charge && discharge;
  // A tenth of the charge is lost (kpi::BatteryRules).
  const auto charged = known ? std::max(charge->count, std::int64_t{0}) : 0;
  const auto least = -(charged / 10 * 9 + charged % 10 * 9 / 10);
  const auto most = known ? std::max(discharge->count, std::int64_t{0}) : 0;
  for (const auto moved :
       {stored.battery_load, stored.battery_renewable_low, stored.battery_renewable_high})
    if (moved.count < least || moved.count > most)
      compare.fail("more is said to be moved by batteries than went through them");
}

bool is_known(const std::string& name) {
  for (std::size_t category = 1; category <= site::it_categories; ++category)
    if (name == it_name(category)) return true;
  const auto is = [&](auto part) { return name == name_of(part); };
  return std::any_of(metered.begin(), metered.end(), is) ||
         std::any_of(sources.begin(), sources.end(), is) ||
         std::find(named_sums.begin(), named_sums.end(), name) != named_sums.end();
}

}  // namespace

bool describes_all_totals(const ConfigurationEntry& configuration) {
  return configuration.sums.contains("exported");
}

Result<void> check_totals(const ConfigurationEntry& configuration, const SiteInterval& stored,
                          const std::vector<MeterRow>& rows,
                          const std::vector<MeterEvidence>& evidence) {
  Comparison compare;
  for (const auto& [name, terms] : configuration.sums)
    if (!is_known(name)) compare.fail(fmt::format("the configuration has a sum \"{}\"", name));
  const MetersOfInterval meters(configuration, stored.interval, rows);
  const auto required = required_of(meters, configuration.required, evidence);
  if (required.worst != stored.quality)
    compare.fail(fmt::format("its quality is {}, that of its meters {}",
                             energy::name(stored.quality), energy::name(required.worst)));
  if (required.unconfirmed != stored.unconfirmed)
    compare.fail("whether a profile was not confirmed is not what its meters say");
  if (required.gap_known) compare.same("its gap", stored.gap, required.gap);
  compare_balance(compare, stored, meters);
  if (describes_all_totals(configuration)) {
    compare_others(compare, stored, meters);
    compare_moved(compare, stored);
  }
  return compare.result();
}

}  // namespace pue::ledger

// One interval of a site with everything, worked out by hand; then each of its totals is one joule
// off, and is named.
#include "ledger/interval_totals.h"

#include <catch2/catch.hpp>
#include <functional>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using Catch::Contains;
using energy::Quality;
using site::Role;
using site::SiteInterval;
using site::Subsystem;

namespace {

constexpr UtcTime start{1'772'323'200s};
const Period quarter_hour{start, start + 900s};
constexpr std::int64_t whole = 1'000'000;

/// Meters 1 grid, 2 solar, 3 genset, 4 export, 5 cooling, 6 a UPS, 7 a battery inside, 8 water,
/// 9 reused heat, 10 curtailed, 11 wind by contract. Solar is of 1 kW, wind of 2 kW.
ConfigurationEntry configuration() {
  ConfigurationEntry entry;
  for (std::uint32_t number = 1; number <= 11; ++number)
    entry.meters.push_back({number, "m" + std::to_string(number), "it", {}, {}});
  entry.sums = {{"facility", {{1, whole}, {2, whole}, {3, whole}, {4, -whole}}},
                {"it", {{6, whole}}},
                {"it:1", {{6, whole}}},
                {"overhead:cooling", {{5, whole / 2}}},
                {"source:grid", {{1, whole}}},
                {"source:solar", {{2, whole}}},
                {"source:genset", {{3, whole}}},
                {"exported", {{4, whole}}},
                {"battery", {{7, whole}}},
                {"water", {{8, whole}}},
                {"heat_reuse", {{9, whole}}},
                {"curtailed", {{10, whole}}},
                {"off_site", {{11, whole}}},
                {"renewable_maximum", {{2, 1'000 * whole}, {11, 2'000 * whole}}}};
  entry.required = {1, 2, 3, 4, 6};
  return entry;
}

std::vector<MeterRow> rows() {
  const std::int64_t imported[] = {1000, 300, 100, 60, 401, 700, 90, 5000, 11, 7, 500};
  std::vector<MeterRow> all;
  for (const auto energy : imported)
    all.push_back({static_cast<std::uint32_t>(all.size() + 1),
                   Quality::measured,
                   false,
                   false,
                   Joules{energy},
                   {}});
  all[0].exported = Joules{40};   // the grid meter's own register
  all[6].exported = Joules{100};  // into the battery
  return all;
}

std::optional<Joules>& overhead(SiteInterval& totals, Subsystem part) {
  return totals.overhead[static_cast<std::size_t>(part)];
}
std::optional<Joules>& source(SiteInterval& totals, Role role) {
  return totals.sources[static_cast<std::size_t>(role)];
}

SiteInterval totals() {
  SiteInterval closed;
  closed.interval = quarter_hour;
  closed.quality = Quality::measured;
  closed.facility = Joules{1300};  // 1000 − 40 + 300 + 100 − 60
  closed.it = Joules{700};
  closed.it_levels[0] = Joules{700};
  overhead(closed, Subsystem::cooling) = Joules{200};      // half of 401, rounded down
  overhead(closed, Subsystem::unexplained) = Joules{400};  // 1300 − 700 − 200
  source(closed, Role::grid) = Joules{960};
  source(closed, Role::solar) = Joules{300};
  source(closed, Role::genset) = Joules{100};
  closed.exported = Joules{100};        // 60 and 40
  closed.renewable_used = Joules{225};  // 300 of 400 that were generated, 300 of them kept
  closed.curtailed = Joules{7};
  closed.off_site = Joules{500};
  closed.battery_charge = Joules{100};
  closed.battery_discharge = Joules{90};
  closed.water = Millilitres{5000};
  closed.reused_heat = Joules{11};
  return closed;
}

std::string verdict(const SiteInterval& stored, const std::vector<MeterRow>& meters = rows(),
                    const ConfigurationEntry& described = configuration()) {
  const auto checked = check_totals(described, stored, meters, {});
  return checked ? "follows" : checked.error().message;
}

}  // namespace

TEST_CASE("totals that follow from their meters are accepted") {
  CHECK(verdict(totals()) == "follows");
}

TEST_CASE("each total that is a joule off is named") {
  const auto more = [](auto& value) { value->count += 1; };
  const std::vector<std::pair<const char*, std::function<void(SiteInterval&)>>> changes = {
      {"facility is", [&](auto& t) { more(t.facility); }},
      {"it is", [&](auto& t) { more(t.it); }},
      {"it:1 is", [&](auto& t) { more(t.it_levels[0]); }},
      {"overhead:cooling is", [&](auto& t) { more(overhead(t, Subsystem::cooling)); }},
      {"unexplained is", [&](auto& t) { more(overhead(t, Subsystem::unexplained)); }},
      {"source:grid is", [&](auto& t) { more(source(t, Role::grid)); }},
      {"source:solar is", [&](auto& t) { more(source(t, Role::solar)); }},
      {"source:genset is", [&](auto& t) { more(source(t, Role::genset)); }},
      {"exported is 101 J, its meters come to 100 J", [&](auto& t) { more(t.exported); }},
      {"renewable energy used is", [&](auto& t) { more(t.renewable_used); }},
      {"curtailed is", [&](auto& t) { more(t.curtailed); }},
      {"off-site is", [&](auto& t) { more(t.off_site); }},
      {"battery charge is", [&](auto& t) { more(t.battery_charge); }},
      {"battery discharge is", [&](auto& t) { more(t.battery_discharge); }},
      {"water is 5001 ml", [&](auto& t) { more(t.water); }},
      {"reused heat is", [&](auto& t) { more(t.reused_heat); }},
      {"the estimated part of facility is", [](auto& t) { t.estimated_facility = Joules{1}; }},
      {"the estimated part of it is", [](auto& t) { t.estimated_it = Joules{1}; }},
      {"renewable energy that is not known is", [](auto& t) { t.renewable_unknown = Joules{1}; }},
      {"its gap is", [](auto& t) { t.gap = quarter_hour; }},
      {"not confirmed", [](auto& t) { t.unconfirmed = true; }},
      {"its quality is recovered", [](auto& t) { t.quality = Quality::recovered; }},
      {"it:2 is 5 J, its meters come to absent", [](auto& t) { t.it_levels[1] = Joules{5}; }},
      {"overhead:lighting is", [](auto& t) { overhead(t, Subsystem::lighting) = Joules{0}; }},
      {"source:wind is", [](auto& t) { source(t, Role::wind) = Joules{0}; }},
      {"water is absent", [](auto& t) { t.water.reset(); }}};
  for (const auto& [problem, change] : changes) {
    auto stored = totals();
    change(stored);
    CAPTURE(problem);
    CHECK_THAT(verdict(stored), Contains(problem));
  }
}

TEST_CASE("an estimated meter is in the balance, and in nothing beside it") {
  auto meters = rows();
  meters[1].quality = Quality::estimated;  // solar, required
  auto stored = totals();
  stored.quality = Quality::estimated;
  stored.estimated_facility = Joules{300};
  stored.renewable_used.reset();
  stored.renewable_unknown = Joules{1'080'000};  // 1.2 · 1 kW · 900 s
  CHECK(verdict(stored, meters) == "follows");
  meters[3].quality = Quality::estimated;  // export weighs with its size
  stored.estimated_facility = Joules{360};
  stored.exported.reset();
  CHECK(verdict(stored, meters) == "follows");
}

TEST_CASE("a missing meter makes absent what needs it") {
  auto meters = rows();
  for (const std::size_t row : {4, 7, 10}) {  // cooling, water, wind by contract
    meters[row].quality = Quality::missing;
    meters[row].imported = Joules{};
  }
  auto stored = totals();
  overhead(stored, Subsystem::cooling).reset();
  overhead(stored, Subsystem::unexplained) = Joules{600};
  stored.water.reset();
  stored.off_site.reset();
  stored.renewable_unknown = Joules{2'160'000};  // 1.2 · 2 kW · 900 s
  CHECK(verdict(stored, meters) == "follows");
}

TEST_CASE("without a required meter there is no facility, no IT and nothing estimated of them") {
  auto meters = rows();
  meters[5].quality = Quality::missing;
  meters[5].imported = Joules{};
  meters[2].quality = Quality::estimated;
  auto stored = totals();
  stored.quality = Quality::missing;
  stored.facility.reset();
  stored.it.reset();
  stored.it_levels[0].reset();
  overhead(stored, Subsystem::unexplained).reset();
  stored.renewable_used.reset();
  CHECK(verdict(stored, meters) == "follows");
}

TEST_CASE("a meter that is not in place counts as nothing, and water without any is absent") {
  auto described = configuration();
  described.meters[3].to = start;         // export
  described.meters[7].from = start + 1h;  // water
  described.meters[10].to = start;        // wind by contract
  auto meters = rows();
  for (const std::size_t row : {3, 7, 10}) {
    meters[row].quality = Quality::missing;
    meters[row].imported = Joules{};
  }
  auto stored = totals();
  stored.facility = Joules{1360};
  overhead(stored, Subsystem::unexplained) = Joules{460};
  stored.exported = Joules{40};
  stored.renewable_used = Joules{270};  // 300 · 360 / 400
  stored.off_site = Joules{0};
  stored.water.reset();
  CHECK(verdict(stored, meters, described) == "follows");
}

TEST_CASE("where a grid meter's register is net, nobody knows what was exported") {
  auto described = configuration();
  described.sums["export_unknown"] = {{1, whole}};
  auto stored = totals();
  stored.exported.reset();
  stored.renewable_used.reset();
  CHECK(verdict(stored, rows(), described) == "follows");
}

TEST_CASE("the gap is the union of those of the required meters") {
  auto meters = rows();
  for (const std::size_t row : {0, 4, 5}) meters[row].has_gap = true;
  meters[0].quality = meters[5].quality = Quality::recovered;
  const std::vector<MeterEvidence> evidence = {{1, {}, {}, Period{start - 60s, start + 10s}, {}},
                                               {5, {}, {}, Period{start - 1h, start + 1h}, {}},
                                               {6, {}, {}, Period{start + 5s, start + 99s}, {}}};
  auto stored = totals();
  stored.quality = Quality::recovered;
  stored.gap = Period{start - 60s, start + 99s};
  CHECK(check_totals(configuration(), stored, meters, evidence).has_value());
  stored.gap = Period{start - 60s, start + 98s};
  CHECK(check_totals(configuration(), stored, meters, evidence).has_error());
  stored.gap.reset();
  CHECK(check_totals(configuration(), stored, meters, evidence).has_error());
}

TEST_CASE("batteries move no more than went through them") {
  auto stored = totals();
  stored.battery_load = Joules{-90};  // of 100 that were charged
  stored.battery_renewable_high = Joules{90};
  CHECK(verdict(stored) == "follows");
  for (auto part : {&SiteInterval::battery_load, &SiteInterval::battery_renewable_low,
                    &SiteInterval::battery_renewable_high}) {
    auto more = totals();
    more.*part = Joules{91};
    CHECK_THAT(verdict(more), Contains("batteries"));
    more.*part = Joules{-91};
    CHECK_THAT(verdict(more), Contains("batteries"));
    more.version = 2;  // what was moved then stands
    CHECK(verdict(more) == "follows");
  }
  auto without = configuration();
  without.sums.erase("battery");
  stored.battery_charge.reset();
  stored.battery_discharge.reset();
  CHECK_THAT(verdict(stored, rows(), without), Contains("batteries"));
}

TEST_CASE("a configuration of an earlier version tells of the balance alone") {
  auto described = configuration();
  for (const auto* name :
       {"exported", "battery", "water", "heat_reuse", "curtailed", "off_site", "renewable_maximum"})
    described.sums.erase(name);
  CHECK_FALSE(describes_all_totals(described));
  CHECK(describes_all_totals(configuration()));
  CHECK(verdict(totals(), rows(), described) == "follows");
  auto stored = totals();
  stored.facility->count += 1;
  CHECK_THAT(verdict(stored, rows(), described), Contains("facility is"));
}

TEST_CASE("a sum that this version does not know is refused") {
  auto described = configuration();
  described.sums["steam"] = {{9, whole}};
  CHECK_THAT(verdict(totals(), rows(), described), Contains("a sum \"steam\""));
}

#include "engine/year_figures.h"

#include <catch2/catch.hpp>

#include "engine/figure_book.h"
#include "site_of_two.h"

using namespace pue;
using namespace pue::engine;
using namespace std::chrono;

namespace {

constexpr std::int64_t kwh = 3'600'000;

kpi::EnergyFactor factor(kpi::FactorKind kind, int year, std::int64_t milligrams_per_kwh) {
  return {kind, "inner-mongolia", year, milligrams_per_kwh, "a notice", "reported"};
}

/// 73 MWh of generation in May 2025, retired on 2026-01-15.
kpi::Certificate certificate() {
  return {kpi::CertificateKind::go, "1",       2025y / May / 1,
          2025y / June / 1,         73'000,    kpi::CertificateStatus::retired,
          2026y / January / 15,     "registry"};
}

/// 2025, each day one interval of 1.25 MWh of facility and 1 MWh of IT: 456.25 and 365 MWh.
struct Year {
  Settings settings = test::site_of_two();
  /// The first days of June that are not known.
  int unknown = 0;
  /// Days of 2026.
  int further = 0;

  Year() {
    settings.site.facts.grid_region = "inner-mongolia";
    settings.green.factors = {factor(kpi::FactorKind::grid, 2022, 600'000),
                              factor(kpi::FactorKind::residual, 2023, 800'000)};
    settings.green.certificates = {certificate()};
    kpi::RenewableTarget target;
    target.id = "green-power";
    target.method = kpi::ShareMethod::attributes;
    target.share = {150'000};
    target.valid_from = 2025y / January / 1;
    settings.green.targets = {target};
  }

  std::vector<energy::IntervalEnergy> meters(const Period& day) const {
    energy::IntervalEnergy one;
    one.interval = day;
    const UtcTime june = *parse_rfc3339("2025-06-01T00:00:00Z");
    if (day.start >= june && day.start < june + unknown * 24h) return {one, one};
    one.quality = energy::Quality::measured;
    auto other = one;
    one.imported = Joules{1'250 * kwh};
    other.imported = Joules{1'000 * kwh};
    if (settings.site.meters.size() == 2) return {one, other};
    auto water = one;
    water.imported = Joules{1'800'000};  // counts of a volume: 1.8 m3
    auto heat = one;
    heat.imported = Joules{125 * kwh};
    return {one, other, water, heat};
  }

  /// As they are `after` the end of the year.
  ClosedFigures figures(days after = days{31}) const {
    const auto model = site::SiteModel::build(settings.site).value();
    FigureBook book(settings, model);
    const UtcTime year_end = *parse_rfc3339("2026-01-01T00:00:00Z");
    const UtcTime end = year_end + days{further};
    for (UtcTime at = year_end - days{365}; at < end; at += 24h) {
      const Period day{at, at + 24h};
      book.put(site::balance(model, day, 1, meters(day)));
    }
    book.refresh(end + after, end, end);
    return book.figures();
  }
};

std::optional<kpi::ShareRange> by_certificates(const ClosedFigures& figures) {
  return figures.windows[kpi::position(kpi::Window::twelve_months)].renewable(
      kpi::ShareMethod::attributes);
}

}  // namespace

TEST_CASE("a target of method attributes is judged by what is retired on the day of the figure") {
  const Year year;
  // 73,000 of 456,250 kWh: 0.16, above 0.15.
  const auto retired = year.figures();
  REQUIRE(by_certificates(retired));
  CHECK(by_certificates(retired)->low.ratio() == Approx(0.16));
  CHECK(by_certificates(retired)->high.ratio() == Approx(0.16));
  REQUIRE(retired.targets.size() == 1);
  CHECK(retired.targets[0].answer == kpi::TargetAnswer::met);
  REQUIRE(retired.certificates);
  CHECK(retired.certificates->retired == Joules{73'000 * kwh});
  CHECK(*retired.certificates->counted == std::vector{certificate()});
  // A week after the year it was only owned.
  const auto owned = year.figures(days{7});
  CHECK(by_certificates(owned)->high.ratio() == 0);
  CHECK(owned.targets[0].answer == kpi::TargetAnswer::missed);
  CHECK(owned.certificates->counted->empty());
}

TEST_CASE("days that are not known do not raise the share by certificates") {
  Year year;
  year.unknown = 3;
  // 362 days are 452,500 kWh. 73,000 · 362 / 365 = 72,400: again 0.16; at most 73,000 / 452,500.
  const auto share = by_certificates(year.figures());
  REQUIRE(share);
  CHECK(share->low.part == Joules{72'400 * kwh});
  CHECK(share->low.ratio() == Approx(0.16));
  CHECK(share->high.ratio() == Approx(0.161326).epsilon(1e-5));
}

TEST_CASE("without an account there is no figure by certificates, with an empty one it is 0") {
  Year year;
  year.settings.green.certificates = std::vector<kpi::Certificate>{};
  CHECK(by_certificates(year.figures())->high.ratio() == 0);
  CHECK(year.figures().market_based);
  year.settings.green.certificates.reset();
  const auto figures = year.figures();
  CHECK_FALSE(by_certificates(figures));
  CHECK_FALSE(figures.certificates);
  CHECK_FALSE(figures.market_based);
  CHECK_FALSE(figures.targets[0].answer);
}

TEST_CASE("CO2 by place and by certificates stand side by side") {
  Year year;
  // 456,250 · 0.6 = 273,750 kg; (456,250 − 73,000) · 0.8 = 306,600 kg. CUE = 273,750 / 365,000.
  auto figures = year.figures();
  REQUIRE(figures.location_based);
  CHECK(figures.location_based->co2 == kpi::Milligrams{273'750'000'000});
  REQUIRE(figures.market_based);
  CHECK(figures.market_based->co2 == kpi::Milligrams{306'600'000'000});
  CHECK(figures.market_based->covered == Joules{73'000 * kwh});
  CHECK(*figures.carbon_usage_effectiveness == Approx(0.75));
  // Three days unknown: of 452,500 kWh 72,400 are covered: 380,100 · 0.8 = 304,080 kg.
  year.unknown = 3;
  CHECK(year.figures().market_based->co2 == kpi::Milligrams{304'080'000'000});
  year.settings.green.factors.pop_back();
  figures = year.figures();
  CHECK(figures.location_based);
  CHECK_FALSE(figures.market_based);  // no residual factor
}

TEST_CASE("the EU's indicators are those of the last whole calendar year") {
  Year year;
  auto ppa = certificate();
  ppa.kind = kpi::CertificateKind::ppa;
  ppa.kwh = 36'500;
  auto gec = certificate();  // neither a guarantee of origin nor a purchase agreement
  gec.kind = kpi::CertificateKind::gec;
  year.settings.green.certificates = {certificate(), ppa, gec};
  const auto eu = year.figures().eu;
  REQUIRE(eu);
  CHECK(eu->year == 2025);
  CHECK(eu->coverage == 1);
  CHECK(eu->indicators.edc == Joules{456'250 * kwh});
  CHECK(eu->indicators.edc_bg == Joules{0});
  CHECK(eu->indicators.edc_without_backup == Joules{456'250 * kwh});
  CHECK(eu->indicators.eit == Joules{365'000 * kwh});
  CHECK(eu->indicators.eres_goo == Joules{73'000 * kwh});
  CHECK(eu->indicators.eres_ppa == Joules{36'500 * kwh});
  CHECK(eu->indicators.eres_tot == Joules{109'500 * kwh});
  // 109,500 / 456,250
  CHECK(eu->renewable_energy_factor->ratio() == Approx(0.24));
}

TEST_CASE("missing days leave REF of the EU's indicators where it was, and retired energy whole") {
  Year year;
  year.unknown = 3;
  const auto eu = year.figures().eu;
  REQUIRE(eu);
  CHECK(eu->coverage == Approx(362.0 / 365));
  CHECK(eu->indicators.edc == Joules{452'500 * kwh});
  CHECK(eu->indicators.eres_goo == Joules{73'000 * kwh});
  CHECK(eu->renewable_energy_factor->ratio() == Approx(0.16));  // 72,400 / 452,500
}

TEST_CASE("a year that did not pass its gate has no indicators of the EU") {
  Year year;
  year.unknown = 4;  // June: 26 of 30 days are below 90 %
  CHECK_FALSE(year.figures().eu);
  year.unknown = 0;
  year.settings.site.facts.in_service = 2025y / January / 2;
  CHECK_FALSE(year.figures().eu);
}

TEST_CASE("in the middle of a year the indicators are of the year before") {
  Year year;
  year.settings.green.certificates.reset();
  year.further = 40;  // to 9 February
  const auto figures = year.figures();
  REQUIRE(figures.eu);
  CHECK(figures.eu->year == 2025);
  CHECK(figures.eu->indicators.edc == Joules{456'250 * kwh});
  CHECK_FALSE(figures.eu->indicators.eres_tot);
  CHECK_FALSE(figures.eu->renewable_energy_factor);
}

TEST_CASE("water and reused heat of the calendar year are WIN and EREUSE") {
  Year year;
  CHECK_FALSE(year.figures().eu->indicators.win);
  CHECK_FALSE(year.figures().eu->indicators.ereuse);
  year.settings.site.meters.push_back({"towers", site::Role::water});
  year.settings.site.meters.push_back({"heating", site::Role::heat_reuse});
  const auto eu = year.figures().eu;
  REQUIRE(eu);
  CHECK(eu->indicators.win == Millilitres{657'000'000});  // 365 · 1.8 m3
  CHECK(eu->indicators.ereuse == Joules{365 * 125 * kwh});
  CHECK(eu->indicators.edc == Joules{456'250 * kwh});
}

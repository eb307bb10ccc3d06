#include "kpi/eu_indicators.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;

TEST_CASE("the EU's indicators of a calendar year") {
  // Delegated Regulation (EU) 2024/1364: EDC 1,250 of which 5 from gensets, EIT 1,000; ERES-TOT =
  // ERES-GOO + ERES-PPA + ERES-OS = 300 + 200 + 125 = 625; REF = 625 / 1,250 = 0.5.
  const auto indicators = eu_indicators(
      {Joules{1'250}, Joules{1'000}, Joules{5}, Joules{125}, Joules{300}, Joules{200}});
  CHECK(indicators.edc == Joules{1'250});
  CHECK(indicators.edc_bg == Joules{5});
  CHECK(indicators.edc_without_backup == Joules{1'245});
  CHECK(indicators.eit == Joules{1'000});
  CHECK(indicators.eres_os == Joules{125});
  CHECK(indicators.eres_goo == Joules{300});
  CHECK(indicators.eres_ppa == Joules{200});
  CHECK(indicators.eres_tot == Joules{625});
  CHECK(renewable_energy_factor(indicators)->ratio() == 0.5);
}

TEST_CASE("water and reused heat are indicators where they are metered") {
  const EuYear dry{Joules{1'250}, Joules{1'000}, {}, {}, {}, {}};
  CHECK_FALSE(eu_indicators(dry).win);
  CHECK_FALSE(eu_indicators(dry).ereuse);
  auto year = dry;
  year.water = Millilitres{7};
  year.reused_heat = Joules{50};
  CHECK(eu_indicators(year).win == Millilitres{7});
  CHECK(eu_indicators(year).ereuse == Joules{50});
}

TEST_CASE("without a certificate account there is no total, and no REF") {
  auto indicators = eu_indicators({Joules{1'250}, Joules{1'000}, {}, {}, {}, Joules{200}});
  CHECK(indicators.edc_bg == Joules{0});
  CHECK(indicators.edc_without_backup == Joules{1'250});
  CHECK(indicators.eres_os == Joules{0});
  CHECK_FALSE(indicators.eres_tot);
  CHECK_FALSE(renewable_energy_factor(indicators));
  indicators = eu_indicators({Joules{1'250}, Joules{1'000}, {}, {}, Joules{300}, {}});
  CHECK_FALSE(indicators.eres_tot);
}

#include "runtime/store_identity.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace std::chrono_literals;

TEST_CASE("a ledger belongs to a site, its meters, zone and the facts that figures need") {
  engine::Settings settings;
  settings.site.facts.name = "a";
  settings.site.facts.design_it_power = Watts{2e6};
  settings.site.facts.in_service = std::chrono::year{2026} / 3 / 1;
  settings.site.zone = Zone::fixed("Asia/Shanghai", 8h);
  settings.site.meters = {{"grid", site::Role::grid, std::nullopt, std::nullopt, false},
                          {"ups", site::Role::it, std::nullopt, std::nullopt, false}};
  // 5 % of the 2 MW designed for IT are 100 kW.
  const ledger::StoreIdentity expected{
      "a", {"grid", "ups"}, "Asia/Shanghai", Watts{100'000}, std::chrono::year{2026} / 3 / 1};
  CHECK(runtime::store_identity(settings) == expected);
}

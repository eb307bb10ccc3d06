#include "config/load.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"
#include "fixture.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;
using namespace std::chrono_literals;
using namespace std::chrono;

TEST_CASE("a small site is loaded with every default") {
  const auto configuration = loaded(good_site + good_meters);
  const auto& settings = configuration.engine;
  CHECK(settings.site.facts.name == "a");
  CHECK(settings.site.zone.name() == "Asia/Shanghai");
  CHECK_FALSE(settings.site.facts.hub_node);
  CHECK_FALSE(settings.site.facts.min_it_power.has_value());
  CHECK(settings.polling.interval == 5s);
  CHECK(settings.polling.timeout == 1s);
  CHECK(settings.polling.energy_interval == 15s);
  CHECK(settings.polling.slow_interval == 60s);
  CHECK(settings.polling.slow_share == 0.1);
  CHECK(settings.stale_after == 30s);
  CHECK(settings.grace == 120s);
  CHECK(settings.interval == 15min);
  CHECK(configuration.ledger_path.empty());
  CHECK(configuration.checkpoint_folder.empty());
  CHECK(configuration.alerts.pue_above_cap.hold == 30min);
  CHECK(configuration.source.text == good_site + good_meters);
  REQUIRE(settings.site.meters.size() == 2);
  CHECK(settings.site.meters[1].role == site::Role::it);
}

TEST_CASE("the text in force holds the register maps that are used, and is still the same site") {
  const auto configuration = loaded(good_site + good_meters);
  REQUIRE(configuration.register_maps.size() == 1);
  const auto text = text_in_force(configuration);
  CHECK(text.starts_with(good_site + good_meters + "# ---- register map test/full\n# model: M\n"));
  CHECK(
      text.find("\n#   - {quantity: active_power_w, function: 4, address: 52, type: float32}\n") !=
      std::string::npos);
  const auto again = loaded(text);
  CHECK(again.engine.connections[1].points == configuration.engine.connections[1].points);
}

TEST_CASE("every key of the site reaches its fact") {
  const auto configuration = loaded(
      "site:\n  name: a\n  timezone: Asia/Shanghai\n  hub_node: true\n  commissioned: 2020-05-01\n"
      "  standard_racks: 4200\n  retrofit_completed: 2024-02-29\n  in_service: 2020-07-01\n"
      "  design_it_power: 12MW\n  it_level: pdu_output\n" +
      good_meters +
      "  - {name: pdu, link: \"modbus+tcp://h\", unit: 3, profile: test/full, role: it, point: "
      "pdu_output, max_power: 1MW}\n");
  const auto& facts = configuration.engine.site.facts;
  CHECK(facts.hub_node);
  CHECK(facts.commissioned == 2020y / May / 1);
  CHECK(facts.standard_racks == 4200);
  CHECK(facts.retrofit_completed == 2024y / February / 29);
  CHECK(facts.in_service == 2020y / July / 1);
  CHECK(facts.design_it_power == Watts{12e6});
  CHECK(facts.min_it_power->value == Approx(600e3));  // 5 % of 12 MW
  CHECK(facts.it_level == site::ItPoint::pdu_output);
}

TEST_CASE("each rate class has its interval, a multiple of the fast one") {
  const auto polling = loaded(good_site +
                              "polling: {interval: 2s, energy_interval: 10s, slow_interval: 90s, "
                              "slow_share: 0.25}\n" +
                              good_meters)
                           .engine.polling;
  CHECK(polling.periods() == modbus::RatePeriods{2s, 10s, 90s});
  CHECK(polling.slow_share == 0.25);
  // 60 s is no multiple of 7 s: 8 of them.
  CHECK(
      loaded(good_site + "polling: {interval: 7s}\n" + good_meters).engine.polling.slow_interval ==
      56s);
  check_all(
      {{good_site + "polling: {interval: 2s, energy_interval: 5s, slow_share: 0.7}\n" + good_meters,
        {{"energy_interval: |5s",
          "\"energy_interval\": must be a whole multiple of polling.interval (2s)"},
         {"slow_share: |0.7", "\"slow_share\": must be 0.01 to 0.5 of the bus's time"}}}});
}

TEST_CASE("a power that is read with the registers is stale accordingly") {
  const auto settings =
      loaded(
          good_site + "polling: {interval: 5s, energy_interval: 30s}\n" + good_meters +
          "  - {name: w, link: \"modbus+tcp://h\", unit: 3, role: it, max_power: 1kW, points: "
          "[{quantity: active_power_w, rate: medium, function: 4, address: 0, type: float32}]}\n")
          .engine;
  CHECK(settings.stale_after == 90s);
}

TEST_CASE("slow polling widens what depends on it") {
  const auto settings =
      loaded(good_site + "polling: {interval: 90s, timeout: 2s}\n" + good_meters).engine;
  CHECK(settings.stale_after == 270s);            // 3 × 90 s
  CHECK(settings.grace == 540s);                  // twice the 270 s between registers of energy
  CHECK(settings.trackers[0].power_gap == 270s);  // 3 × 90 s
  CHECK(settings.links[0].timeout == 2s);
}

TEST_CASE("alerts and ledger are read") {
  const auto configuration = loaded(
      good_site +
      "alerts: {pue_above_cap: {for: 1h}, evidence_at_risk: {for: 1m}, "
      "checkpoints_unsynced: {for: 1d}, clock_unsynchronised: {for: 9m}}\n" +
      "ledger: {path: /x/ledger.db, checkpoints: /y, interval: 15m, grace: 5m}\n" + good_meters);
  CHECK(configuration.alerts.pue_above_cap.hold == 1h);
  CHECK(configuration.alerts.evidence_at_risk.hold == 1min);
  CHECK(configuration.alerts.meter_down.hold == 2min);
  CHECK(configuration.alerts.checkpoints_unsynced.hold == 24h);
  CHECK(configuration.alerts.clock_unsynchronised.hold == 9min);
  CHECK(configuration.ledger_path == "/x/ledger.db");
  CHECK(configuration.checkpoint_folder == "/y");
  CHECK(configuration.engine.grace == 5min);
}

TEST_CASE("how many years of detail are kept is read, all of it without a rule") {
  const auto with = [](const std::string& retention) {
    return good_site + "ledger: {path: /x/ledger.db" + retention + "}\n" + good_meters;
  };
  CHECK(loaded(with(", retention: {detail: 10y}")).detail_years == 10);
  CHECK(loaded(with(", retention: {detail: 3y}")).detail_years == 3);
  CHECK_FALSE(loaded(with("")).detail_years.has_value());
  CHECK_FALSE(loaded(with(", retention: {}")).detail_years.has_value());
  for (const std::string wrong : {"2y", "101y", "10", "10d"}) {
    CAPTURE(wrong);
    CHECK_FALSE(messages(with(", retention: {detail: " + wrong + "}")).empty());
  }
}

TEST_CASE("the example configuration passes with the shipped profiles and policies") {
  auto answers = lookups();
  answers.profile = [](const std::string& name) -> std::optional<SourceText> {
    return SourceText{name, read_text(source_file("config/profiles/" + name + ".yaml"))};
  };
  for (const std::string file : {"inner-mongolia", "national"}) {
    answers.policies.push_back({file, read_text(source_file("config/policies/" + file + ".yaml"))});
  }
  answers.file = [](const std::string& path) -> Result<SourceText> {
    return SourceText{path, read_text(source_file("config/examples/" + path))};
  };
  const auto settings =
      loaded(read_text(source_file("config/examples/horinger.yaml")), answers).engine;
  CHECK(settings.site.meters.size() == 7);
  CHECK(settings.links.size() == 6);
  REQUIRE(settings.green.certificates);
  CHECK(settings.green.certificates->size() == 2);
  CHECK(settings.events.size() == 2);
  CHECK(settings.policies.size() == 7);
  const auto& lighting = settings.connections[5];
  CHECK(lighting.points[0].range ==
        modbus::RegisterRange{modbus::FunctionCode::read_input_registers, 52, 2});
}

// The search for SunSpec models among the other requests of a bus, seen through the acquisition.
#include "engine/sunspec_units.h"

#include "sunspec_site.h"

using namespace pue;
using namespace pue::engine;

namespace {

using Failures = std::map<std::string, std::uint64_t>;

}  // namespace

TEST_CASE("a SunSpec meter is read where its models are found, in the tick of the search") {
  for (const int base : {40000, 50000, 0}) {
    SunSpecBus bus;
    const int header = bus.inverter.boot(base);
    bus.run(4s);
    CHECK(bus.values(1, Quantity::active_power_w) == std::vector<double>{3876});
    CHECK(bus.values(1, Quantity::energy_import_wh) == std::vector<double>{1234000});
    CHECK(bus.polls(1).failures == Failures{});
    // Power, energy and what lies between them, 14 to 26, are one request.
    CHECK(bus.asked_for(static_cast<std::uint16_t>(header + 14), 13) == 1);
    CHECK(bus.asked_for(static_cast<std::uint16_t>(header), 2) == 1);
  }
}

TEST_CASE("while models are looked for the other units of the bus go first") {
  SunSpecBus bus;
  bus.inverter.boot(40000);
  bus.run(4s);
  REQUIRE(bus.asked.size() > 2);
  CHECK(bus.asked[0].unit == 1);
  CHECK(bus.asked[1] ==
        modbus::Request{3, {modbus::FunctionCode::read_holding_registers, 40000, 2}});
  CHECK(bus.values(0, Quantity::active_power_w) == std::vector<double>{500});
}

TEST_CASE("a scale factor that changes between two ticks holds for the value it came with") {
  SunSpecBus bus;
  const int header = bus.inverter.boot(40000);
  bus.run(4s);
  bus.forget();
  bus.inverter.put(header + 14, {3877, 1});
  bus.inverter.put(header + 24, {0x0000, 1234, 3});
  bus.run(15s);
  CHECK(bus.values(1, Quantity::active_power_w) == std::vector<double>(3, 38770));
  const auto energies = bus.values(1, Quantity::energy_import_wh);
  REQUIRE(!energies.empty());
  CHECK(energies.back() == 1234000);
}

TEST_CASE("a count that is truncated as its factor grows does not fall") {
  SunSpecBus bus;
  const int header = bus.inverter.boot(40000);
  // 1,234,567 Wh; then 123,456 · 10 (0x0001E240); then 1,234 · 1000; then in Wh again.
  bus.run(15s);
  bus.inverter.put(header + 24, {0x0001, 0xE240, 1});
  bus.run(15s);
  bus.inverter.put(header + 24, {0x0000, 1234, 3});
  bus.run(15s);
  bus.inverter.put(header + 24, {0x0012, 0xD687, 0});
  bus.run(15s);
  const auto energies = bus.values(1, Quantity::energy_import_wh);
  CHECK(energies.size() >= 4);
  CHECK(energies == std::vector<double>(energies.size(), 1234000));
}

TEST_CASE("a register that counts too coarsely is a failure by scale, the power beside it stays") {
  SunSpecBus bus;
  const int header = bus.inverter.boot(40000);
  bus.inverter.put(header + 24, {0x0000, 123, 4});
  bus.run(4s);
  CHECK(bus.values(1, Quantity::energy_import_wh).empty());
  CHECK(bus.values(1, Quantity::active_power_w) == std::vector<double>{3876});
  CHECK(bus.polls(1).failures == Failures{{"scale", 1}});
  bus.inverter.put(header + 15, {0x8000});
  bus.forget();
  bus.run(5s);
  CHECK(bus.values(1, Quantity::active_power_w).empty());
  CHECK(bus.polls(1).failures == Failures{{"scale", 1}, {"scale_factor", 1}});
}

TEST_CASE("a device without the marker fails by that and is asked seldom") {
  SunSpecBus bus;
  bus.inverter.put(0, {1, 2, 3, 4});
  bus.run(10min);
  CHECK(bus.polls(1).last_failure == "sunspec_no_marker");
  CHECK(bus.values(1, Quantity::active_power_w).empty());
  // Three places in the first tick, then three each minute.
  CHECK(bus.asked_of(3) <= 33);
  CHECK(bus.asked_of(3) >= 27);
  CHECK(bus.values(0, Quantity::active_power_w).size() == 120);
}

TEST_CASE("a device without the profile's model fails by that until it has it") {
  SunSpecBus bus;
  bus.inverter.boot(40000, 160);
  bus.run(5min);
  CHECK(bus.polls(1).last_failure == "sunspec_no_model");
  CHECK(bus.asked_of(3) <= 6 * 4);
  bus.inverter.boot(40000);
  bus.run(2min);
  CHECK(bus.values(1, Quantity::active_power_w).back() == 3876);
  CHECK(bus.polls(1).last_failure.empty());
}

TEST_CASE("a chain that leads nowhere fails by that") {
  SunSpecBus bus;
  bus.inverter.put(40000, {0x5375, 0x6E53, 0, 0});
  bus.run(5min);
  CHECK(bus.polls(1).failures.count("sunspec_chain") == 1);
  CHECK(bus.polls(1).failures.size() == 1);
  CHECK(bus.asked_of(3) <= 6 * 2);
}

TEST_CASE("a device that comes back with its models elsewhere is believed only there") {
  SunSpecBus bus;
  bus.inverter.boot(40000);
  bus.run(4s);
  bus.inverter.silent = true;
  bus.run(2min);
  bus.forget();
  // At the old place stands something else now, which answers.
  bus.inverter.boot(0);
  bus.inverter.put(40070, std::vector<std::uint16_t>(60, 77));
  bus.inverter.silent = false;
  bus.run(10min);
  const auto powers = bus.values(1, Quantity::active_power_w);
  REQUIRE(powers.size() > 10);
  CHECK(powers == std::vector<double>(powers.size(), 3876));
}

TEST_CASE("a device that refuses its model's registers is asked for its models at once") {
  SunSpecBus bus;
  bus.inverter.boot(40000);
  bus.run(4s);
  bus.forget();
  bus.inverter.boot(50000);
  bus.run(6s);
  CHECK(bus.values(1, Quantity::active_power_w) == std::vector<double>{3876});
}

TEST_CASE("registers that a device lacks for good are no reason to search again and again") {
  SunSpecBus bus;
  const int header = bus.inverter.boot(40000);
  for (int i = 24; i < 27; ++i) bus.inverter.registers.erase(header + i);
  bus.run(30min);
  CHECK(bus.asked_for(40000, 2) == 2);  // at the start, and at the first refusal
  // The power is read by itself.
  CHECK(bus.values(1, Quantity::active_power_w).size() > 350);
  CHECK(bus.polls(1).failures.count("exception_2") == 1);
  bus.run(90min);
  CHECK(bus.asked_for(40000, 2) <= 4);
}

TEST_CASE("the meters of one unit share one search") {
  SunSpecBus bus{{sunspec_meter({103}), sunspec_meter({203})}};
  bus.inverter.boot(40000);
  // Another model of the same layout behind the first: 40122 has been the end.
  bus.inverter.put(40122, {203, 50});
  bus.inverter.put(40124, std::vector<std::uint16_t>(50));
  bus.inverter.put(40122 + 14, {42, 1});
  bus.inverter.put(40174, {0xFFFF, 0});
  bus.run(4s);
  CHECK(bus.asked_for(40000, 2) == 1);
  CHECK(bus.values(1, Quantity::active_power_w) == std::vector<double>{3876});
  CHECK(bus.values(2, Quantity::active_power_w) == std::vector<double>{420});
}

TEST_CASE("a meter whose model is missing does not keep the others of its unit from being read") {
  SunSpecBus bus{{sunspec_meter({103}), sunspec_meter({203})}};
  bus.inverter.boot(40000);
  bus.run(5min);
  CHECK(bus.values(1, Quantity::active_power_w).size() == 60);
  CHECK(bus.polls(1).failures == Failures{});
  CHECK(bus.polls(2).last_failure == "sunspec_no_model");
}

TEST_CASE("a silent device costs no more than any other silent unit") {
  SunSpecBus bus;
  bus.inverter.silent = true;
  bus.run(10min);
  CHECK(bus.acquisition->traffic(bus.now.mono).quarantined_units == 1);
  CHECK(bus.polls(1).failures.count("timeout") == 1);
  CHECK(bus.asked_of(3) < 20);
  bus.inverter.boot(50000);
  bus.inverter.silent = false;
  bus.run(10min);
  CHECK(bus.values(1, Quantity::active_power_w).back() == 3876);
}

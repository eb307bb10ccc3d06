#include "meter/sunspec_discovery.h"

#include <catch2/catch.hpp>

#include "tests/unit/holding_registers.h"

using namespace pue;
using namespace pue::meter;
using modbus::Failure;
using Step = SunSpecDiscovery::Step;

namespace {

constexpr Failure refused{Failure::Kind::exception, 2};
constexpr Failure silent{Failure::Kind::timeout};

modbus::Answer words(std::vector<std::uint16_t> list) {
  return modbus::RegisterBlock{{}, std::move(list)};
}

struct Device : test::HoldingRegisters {
  /// Header and registers of a model.
  int model(int address, std::uint16_t id, std::uint16_t length) {
    put(address, {id, length});
    return put(address + 2, std::vector<std::uint16_t>(length));
  }
  modbus::Answer answer(const modbus::RegisterRange& range) const {
    CHECK(range.function == modbus::FunctionCode::read_holding_registers);
    return HoldingRegisters::answer(range);
  }
};

struct Walk {
  Step step = Step::ask_on;
  std::vector<modbus::RegisterRange> asked;
};

/// Until the search says anything but that it goes on, at most 100 times.
Walk walked(SunSpecDiscovery& discovery, const Device& device) {
  Walk walk;
  while (walk.step == Step::ask_on && walk.asked.size() < 100) {
    walk.asked.push_back(discovery.next());
    walk.step = discovery.told(device.answer(walk.asked.back()));
  }
  return walk;
}

constexpr std::uint16_t sun = 0x5375, spec = 0x6E53;  // "SunS"

}  // namespace

TEST_CASE("the models of a chain are found behind the marker, by id, length and place") {
  Device device;
  int at = device.put(40000, {sun, spec});
  at = device.model(at, 1, 66);     // 40002: the next header is at 40002 + 2 + 66 = 40070
  at = device.model(at, 103, 50);   // 40070 + 52 = 40122
  at = device.model(at, 64999, 0);  // a vendor's, without registers: 40124
  device.put(at, {0xFFFF, 0});
  SunSpecDiscovery discovery;
  const auto walk = walked(discovery, device);
  CHECK(walk.step == Step::found);
  CHECK(discovery.models() ==
        std::vector<SunSpecModel>{{1, 66, 40002}, {103, 50, 40070}, {64999, 0, 40122}});
  // Marker, three headers, end: two registers each.
  REQUIRE(walk.asked.size() == 5);
  CHECK(walk.asked[0] ==
        modbus::RegisterRange{modbus::FunctionCode::read_holding_registers, 40000, 2});
  CHECK(walk.asked[2].address == 40070);
  CHECK(walk.asked[4].address == 40124);
}

TEST_CASE("the marker is looked for at 40000, 50000 and 0, whatever stands there else") {
  for (const int base : {40000, 50000, 0}) {
    Device device;
    device.put(40000, {sun, 0x6E54});  // nearly
    device.put(50000, {0, 0});
    device.put(device.model(device.put(base, {sun, spec}), 203, 105), {0xFFFF, 0});
    SunSpecDiscovery discovery;
    CHECK(walked(discovery, device).step == Step::found);
    REQUIRE(discovery.models().size() == 1);
    CHECK(discovery.models()[0].header == base + 2);
  }
}

TEST_CASE("without a marker the search fails after three places and can begin anew") {
  Device device;
  SunSpecDiscovery discovery;
  const auto walk = walked(discovery, device);
  CHECK(walk.step == Step::failed);
  CHECK(walk.asked.size() == 3);
  CHECK(discovery.failure() == "sunspec_no_marker");
  CHECK(discovery.next().address == 40000);
  device.put(device.model(device.put(40000, {sun, spec}), 1, 66), {0xFFFF, 0});
  CHECK(walked(discovery, device).step == Step::found);
}

TEST_CASE("a device that is silent where it has no registers is found at its next turns") {
  Device device;
  device.otherwise = silent;
  device.put(device.model(device.put(0, {sun, spec}), 1, 66), {0xFFFF, 0});
  SunSpecDiscovery discovery;
  CHECK(walked(discovery, device).step == Step::ask_later);  // 40000
  CHECK(walked(discovery, device).step == Step::ask_later);  // 50000
  CHECK(walked(discovery, device).step == Step::found);
  CHECK(discovery.models()[0].header == 2);
}

TEST_CASE(
    "what is of the moment is asked again: silence in the chain, a busy device, a lost link") {
  for (const auto& failure :
       {silent, Failure{Failure::Kind::exception, 6}, Failure{Failure::Kind::disconnect}}) {
    SunSpecDiscovery discovery;
    discovery.told(words({sun, spec}));
    const auto header = discovery.next();
    CHECK(discovery.told(failure) == Step::ask_later);
    CHECK(discovery.next() == header);
  }
  SunSpecDiscovery discovery;
  CHECK(discovery.told(Failure{Failure::Kind::exception, 5}) == Step::ask_later);
  CHECK(discovery.next().address == 40000);
}

TEST_CASE("a device may end behind the id of the end, without a length") {
  Device device;
  const int end = device.model(device.put(40000, {sun, spec}), 1, 65);
  device.put(end, {0xFFFF});
  SunSpecDiscovery discovery;
  const auto walk = walked(discovery, device);
  CHECK(walk.step == Step::found);
  CHECK(walk.asked.back().count == 1);
  CHECK(discovery.models() == std::vector<SunSpecModel>{{1, 65, 40002}});
}

namespace {

/// Why the chain is none.
std::string broken(const Device& device, std::size_t requests) {
  SunSpecDiscovery discovery;
  const auto walk = walked(discovery, device);
  CHECK(walk.step == Step::failed);
  CHECK(walk.asked.size() == requests);
  CHECK(discovery.failure() == "sunspec_chain");
  CHECK(discovery.models().empty());
  CHECK(discovery.next().address == 40000);  // from the marker, once more
  return discovery.detail();
}

}  // namespace

TEST_CASE("a chain that leads nowhere is an error that says where") {
  Device refuses;
  refuses.model(refuses.put(40000, {sun, spec}), 1, 66);
  // Marker, header, the missing header, its id alone.
  CHECK(broken(refuses, 4) ==
        "at wire address 40070, after 1 models: it refuses the register where its next model "
        "should be");
  Device zeros;
  zeros.put(40000, {sun, spec, 0, 0});
  CHECK_THAT(broken(zeros, 2), Catch::Contains("40002, after 0 models: a model with the id 0"));
  Device ends;
  ends.put(ends.model(ends.put(40000, {sun, spec}), 1, 66), {103});
  CHECK_THAT(broken(ends, 4), Catch::Contains("a model without a length"));
}

TEST_CASE("a chain never leads beyond the last register") {
  // 40002 + 2 + 25532 = 65536 is no address; 65535 is, for the id of the end alone.
  Device beyond;
  beyond.put(40000, {sun, spec, 1, 25532});
  CHECK_THAT(broken(beyond, 2), Catch::Contains("a model that ends beyond 65535"));
  Device longest;
  longest.put(40000, {sun, spec, 1, 65535});
  CHECK_THAT(broken(longest, 2), Catch::Contains("beyond 65535"));
  Device last;
  last.put(40000, {sun, spec, 1, 25531});
  last.put(65535, {0xFFFF});
  SunSpecDiscovery discovery;
  const auto walk = walked(discovery, last);
  CHECK(walk.step == Step::found);
  CHECK(walk.asked.back() ==
        modbus::RegisterRange{modbus::FunctionCode::read_holding_registers, 65535, 1});
}

TEST_CASE("a chain without end is given up after 64 models") {
  Device endless;
  int at = endless.put(40000, {sun, spec});
  for (int i = 0; i < 65; ++i) at = endless.model(at, 160, 0);
  // Marker, 64 models and the header that is one too many.
  CHECK_THAT(broken(endless, 66), Catch::Contains("no end of the chain"));
  Device just;
  at = just.put(40000, {sun, spec});
  for (int i = 0; i < 64; ++i) at = just.model(at, 160, 0);
  just.put(at, {0xFFFF, 0});
  SunSpecDiscovery discovery;
  CHECK(walked(discovery, just).step == Step::found);
}

TEST_CASE("an answer of another length is no part of a chain") {
  SunSpecDiscovery discovery;
  CHECK(discovery.told(words({sun})) == Step::ask_on);
  CHECK(discovery.next().address == 50000);
  discovery.told(words({sun, spec}));
  CHECK(discovery.told(words({1, 66, 0})) == Step::failed);
}

TEST_CASE("what was seen of a chain is forgotten when the device may have restarted") {
  SunSpecDiscovery discovery;
  discovery.told(words({sun, spec}));
  discovery.told(words({1, 66}));
  discovery.begin_anew();
  CHECK(discovery.next().address == 40000);
  discovery.told(words({sun, spec}));
  discovery.told(words({103, 50}));
  CHECK(discovery.told(words({0xFFFF, 0})) == Step::found);
  CHECK(discovery.models() == std::vector<SunSpecModel>{{103, 50, 40002}});
}

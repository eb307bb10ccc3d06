#include "modbus/planner.h"

#include <catch2/catch.hpp>

using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {
constexpr auto input = FunctionCode::read_input_registers;
constexpr auto holding = FunctionCode::read_holding_registers;
constexpr auto coils = FunctionCode::read_coils;
using Ranges = std::vector<RegisterRange>;

Ranges input_pairs(std::initializer_list<int> addresses) {
  Ranges ranges;
  for (const int address : addresses) {
    ranges.push_back({input, static_cast<std::uint16_t>(address), 2});
  }
  return ranges;
}

/// Plans ranges of one rate; as ranges.
Ranges plan(const Ranges& ranges, std::uint16_t max_registers, const CostModel& model,
            std::vector<Cut> cuts = {}) {
  std::vector<WantedRange> wanted;
  for (const auto& range : ranges) wanted.push_back({range});
  Ranges planned;
  for (const auto& [range, rate] : plan(wanted, {max_registers, std::move(cuts)}, {}, model)) {
    CHECK(rate == RateClass::fast);
    planned.push_back(range);
  }
  return planned;
}
}  // namespace

TEST_CASE("thirty values of an SDM630 are two requests on TCP") {
  const auto wanted =
      input_pairs({0,  2,  4,  6,  8,  10, 12, 14, 16, 18, 20,  22,  24,  26,  28,
                   30, 32, 34, 52, 56, 60, 62, 70, 72, 74, 342, 346, 348, 350, 356});
  REQUIRE(wanted.size() == 30);
  // 0 … 75 is 76 registers, 342 … 357 is 16; from 0 to 357 would be 358 > 125.
  CHECK(plan(wanted, 125, tcp_cost()) == Ranges{{input, 0, 76}, {input, 342, 16}});
}

TEST_CASE("on TCP holes are read over up to the limit and not beyond") {
  const auto wanted = input_pairs({0, 123, 125});
  CHECK(plan(wanted, 125, tcp_cost()) == Ranges{{input, 0, 2}, {input, 123, 4}});
  CHECK(plan(input_pairs({0, 123}), 125, tcp_cost()) == Ranges{{input, 0, 125}});
  CHECK(plan(input_pairs({0, 124}), 125, tcp_cost()) == Ranges{{input, 0, 2}, {input, 124, 2}});
}

TEST_CASE("of equally many requests on TCP the shorter ones win") {
  // 0, 100 | 130: 102 + 2 registers. 0 | 100, 130: 2 + 32.
  CHECK(plan(input_pairs({0, 100, 130}), 125, tcp_cost()) ==
        Ranges{{input, 0, 2}, {input, 100, 32}});
}

TEST_CASE("a device's own limit bounds its requests") {
  CHECK(plan(input_pairs({0, 2, 4, 6}), 4, tcp_cost()) == Ranges{{input, 0, 4}, {input, 4, 4}});
}

TEST_CASE("on a serial line a hole is read over only when that is cheaper") {
  // 9600 Bd 8N1: a byte is 10/9600 s = 1.0417 ms; (30 + 13·1.0417)/(2·1.0417) = 20.9 registers.
  const auto model = serial_cost({"/dev/ttyUSB0", 9600});
  CHECK(plan(input_pairs({0, 22}), 125, model) == Ranges{{input, 0, 24}});  // hole 20
  CHECK(plan(input_pairs({0, 23}), 125, model) ==
        Ranges{{input, 0, 2}, {input, 23, 2}});  // hole 21
}

TEST_CASE("the cost of a serial request follows from its bytes") {
  // 8E1 is 11 bits: 11/9600 s = 1.145833 ms a byte. 8 + 5 + 2·10 = 33 bytes = 37.8125 ms, + 30 + 5.
  const auto model = serial_cost({"/dev/ttyUSB0", 9600, SerialAddress::Parity::even}, 5ms);
  const auto predicted = cost(model, {input, 0, 10});
  CHECK(predicted > 72'812us);
  CHECK(predicted < 72'813us);
}

TEST_CASE("RTU over TCP costs what the line behind it costs") {
  LinkSettings link;
  link.address = parse_link_url("modbus+rtu+tcp://h:4001?baud=19200").value();
  link.gap = 5ms;
  // 10 bits a byte: 10/19200 s = 0.5208333 ms. (8 + 5 + 2·10) bytes = 17.1875 ms, + 30 + 5.
  const auto predicted = cost(cost_model(link), {input, 0, 10});
  CHECK(predicted > 52'187us);
  CHECK(predicted < 52'188us);
  link.address = parse_link_url("modbus+tcp://h").value();
  CHECK(cost(cost_model(link), {input, 0, 10}) == 15ms + 10ns);  // 10 ms a request, + 5
}

TEST_CASE("functions are never mixed, and bits have their own limit") {
  const Ranges wanted{
      {holding, 2, 2}, {coils, 1999, 1}, {input, 0, 2}, {coils, 0, 1}, {coils, 2000, 1}};
  CHECK(plan(wanted, 125, tcp_cost()) ==
        Ranges{{coils, 0, 1}, {coils, 1999, 2}, {holding, 2, 2}, {input, 0, 2}});
}

TEST_CASE("ranges that overlap or repeat are read once") {
  const Ranges wanted{{holding, 10, 4}, {holding, 11, 1}, {holding, 10, 4}, {holding, 13, 2}};
  CHECK(plan(wanted, 125, tcp_cost()) == Ranges{{holding, 10, 5}});
}

TEST_CASE("the last register of the address space is reached") {
  CHECK(plan({{holding, 65535, 1}, {holding, 65534, 1}}, 125, tcp_cost()) ==
        Ranges{{holding, 65534, 2}});
}

TEST_CASE("nothing wanted is nothing asked") { CHECK(plan({}, 125, tcp_cost()).empty()); }

TEST_CASE("no request reads across a cut") {
  const auto wanted = input_pairs({0, 2, 10, 12});
  CHECK(plan(wanted, 125, tcp_cost(), {{input, 10}}) == Ranges{{input, 0, 4}, {input, 10, 4}});
  CHECK(plan(wanted, 125, tcp_cost(), {{input, 5}}) == Ranges{{input, 0, 4}, {input, 10, 4}});
  CHECK(plan(wanted, 125, tcp_cost(), {{holding, 5}}) == Ranges{{input, 0, 14}});
  CHECK(plan(wanted, 125, tcp_cost(), {{input, 0}, {input, 20}}) == Ranges{{input, 0, 14}});
}

TEST_CASE("a rare range rides with a frequent one only where that costs less") {
  const RatePeriods periods{std::chrono::seconds{1}, std::chrono::seconds{1},
                            std::chrono::seconds{60}};
  const std::vector<WantedRange> wanted{{{input, 12, 2}, RateClass::fast},
                                        {{input, 14, 2}, RateClass::slow},
                                        {{input, 30, 2}, RateClass::slow}};
  // TCP: a register more costs nothing beside a request in a minute.
  CHECK(plan(wanted, {}, periods, tcp_cost()) ==
        std::vector<WantedRange>{{{input, 12, 20}, RateClass::fast}});
  // 9600 Bd: a request is 30 + 13 · 1.04 = 43.5 ms, a register 2.08 ms. Two registers in every
  // second are 4.2 ms a second, a request of both slow ones in a minute (43.5 + 18 · 2.08)/60
  // = 1.35.
  CHECK(plan(wanted, {}, periods, serial_cost({"/dev/ttyUSB0", 9600})) ==
        std::vector<WantedRange>{{{input, 12, 2}, RateClass::fast},
                                 {{input, 14, 18}, RateClass::slow}});
}

TEST_CASE("a refused block is divided at its largest hole, else nearest its middle") {
  CHECK(cut_of(input_pairs({0, 2, 10, 12, 30})) == Cut{input, 30});
  CHECK(cut_of(input_pairs({0, 2, 4, 6, 8})) == Cut{input, 6});  // 6 and 4 registers; as good as 4
  CHECK(cut_of(input_pairs({0, 2, 4, 6})) == Cut{input, 4});
  CHECK_FALSE(cut_of(input_pairs({7})).has_value());
  CHECK_FALSE(cut_of(input_pairs({7, 7})).has_value());
  CHECK_FALSE(cut_of({}).has_value());
}

TEST_CASE("ranges that overlap are not divided") {
  CHECK(cut_of({{holding, 0, 4}, {holding, 2, 4}, {holding, 6, 2}}) == Cut{holding, 6});
  CHECK_FALSE(cut_of({{holding, 0, 4}, {holding, 2, 4}}).has_value());
}

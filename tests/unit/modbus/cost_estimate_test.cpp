#include "modbus/cost_estimate.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {
RegisterRange registers(int count) {
  return {FunctionCode::read_input_registers, 0, static_cast<std::uint16_t>(count)};
}
}  // namespace

TEST_CASE("the two costs follow from answers of two lengths") {
  CostEstimate estimate;
  // A gateway of 9600 Bd: 40 ms and 2 ms a register.
  for (int i = 0; i < 16; ++i) {
    estimate.told(registers(2), 44ms);
    CHECK_FALSE(estimate.fitted().has_value());
    estimate.told(registers(50), 140ms);
  }
  const auto model = estimate.fitted();
  REQUIRE(model.has_value());
  CHECK(std::chrono::abs(model->per_request - 40ms) < 10us);
  CHECK(std::chrono::abs(model->per_register - 2ms) < 1us);
}

TEST_CASE("answers of one length do not tell the costs apart, a known baud rate does") {
  CostEstimate estimate;
  for (int i = 0; i < 100; ++i) estimate.told(registers(10), 60ms);
  CHECK_FALSE(estimate.fitted().has_value());
  CHECK(std::chrono::abs(estimate.fitted(2ms)->per_request - 40ms) < 1us);
}

TEST_CASE("of one length it is known what a request takes, and what it would if all were bytes") {
  CostEstimate estimate;
  CHECK_FALSE(estimate.mean().has_value());
  CHECK_FALSE(estimate.as_if_all_bytes().has_value());
  for (int i = 0; i < 50; ++i) estimate.told(registers(76), 165ms);
  CHECK(std::chrono::abs(*estimate.mean() - 165ms) < 1us);
  // 13 + 2 · 76 = 165 bytes of 1 ms: 13 ms a request and 2 ms a register.
  const auto model = estimate.as_if_all_bytes();
  CHECK(std::chrono::abs(model->per_request - 13ms) < 1us);
  CHECK(std::chrono::abs(model->per_register - 2ms) < 1us);
}

TEST_CASE("what is older counts less") {
  CostEstimate estimate;
  for (int i = 0; i < 1000; ++i) estimate.told(registers(1), 500ms);
  for (int i = 0; i < 2000; ++i) estimate.told(registers(i % 2 == 0 ? 1 : 11), 30ms);
  const auto model = estimate.fitted();
  REQUIRE(model.has_value());
  CHECK(model->per_request > 29ms);
  CHECK(model->per_request < 31ms);
}

TEST_CASE("longer answers that come sooner make no negative cost") {
  CostEstimate estimate;
  for (int i = 0; i < 50; ++i) {
    estimate.told(registers(2), 20ms);
    estimate.told(registers(100), 10ms);
  }
  const auto model = estimate.fitted();
  REQUIRE(model.has_value());
  CHECK(model->per_register == Duration{1});
  CHECK(model->per_request > 14ms);
  CHECK(model->per_request < 16ms);
}

TEST_CASE("bits are counted by the words that they fill") {
  CostEstimate estimate;
  for (int i = 0; i < 32; ++i) {
    estimate.told({FunctionCode::read_coils, 0, 16}, 10ms);   // 1 word
    estimate.told({FunctionCode::read_coils, 0, 161}, 20ms);  // 11 words
  }
  CHECK(std::chrono::abs(estimate.fitted()->per_register - 1ms) < 1us);
}

#include "modbus/time_budget.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

TEST_CASE("a twentieth of the time pays for a second after twenty") {
  TimeBudget budget{0.05, 1s, MonoTime{0s}};
  CHECK_FALSE(budget.affords(1s, MonoTime{19s}));
  CHECK(budget.affords(1s, MonoTime{20s}));
  budget.spend(1s);
  CHECK_FALSE(budget.affords(1s, MonoTime{39s}));
  CHECK(budget.affords(1s, MonoTime{40s}));
}

TEST_CASE("a long quiet time saves up no more than the most") {
  TimeBudget budget{0.5, 1s, MonoTime{0s}};
  CHECK(budget.affords(1s, MonoTime{3600s}));
  budget.spend(1s);
  CHECK_FALSE(budget.affords(1s, MonoTime{3601s}));
}

TEST_CASE("what was overdrawn is owed first") {
  TimeBudget budget{0.5, 1s, MonoTime{0s}};
  CHECK(budget.affords(100ms, MonoTime{2s}));
  budget.spend(3s);  // 1 s was there
  CHECK_FALSE(budget.affords(100ms, MonoTime{6s}));
  CHECK(budget.affords(100ms, MonoTime{6s + 200ms}));
}

TEST_CASE("work longer than can be saved needs all that can be") {
  TimeBudget budget{0.5, 1s, MonoTime{0s}};
  CHECK_FALSE(budget.affords(5s, MonoTime{1s}));
  CHECK(budget.affords(5s, MonoTime{2s}));
}

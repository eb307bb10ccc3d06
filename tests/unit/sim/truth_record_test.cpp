#include "sim/truth_record.h"

#include <catch2/catch.hpp>

using namespace pue::sim;

namespace {

constexpr std::int64_t quarter = 1772294400;  // a multiple of 900

SignalEnergies imported(double joules) {
  SignalEnergies energies;
  energies.import_j[static_cast<std::size_t>(Signal::grid)] = joules;
  return energies;
}

}  // namespace

TEST_CASE("every second of two hours and every quarter hour since the start can be asked") {
  TruthRecord truth;
  for (std::int64_t i = 0; i <= 3 * 3600; ++i)
    truth.note(quarter + i, imported(static_cast<double>(i)));
  CHECK(truth.site_at(quarter + 3 * 3600 - 1)->facility_j == 3 * 3600 - 1);
  CHECK(truth.site_at(quarter + 900)->facility_j == 900);
  CHECK(truth.signals_at(quarter + 900)->import(Signal::grid) == 900);
  CHECK_FALSE(truth.site_at(quarter + 901));       // older than two hours
  CHECK_FALSE(truth.site_at(quarter - 900));       // before the start
  CHECK_FALSE(truth.site_at(quarter + 4 * 3600));  // in the future
}

TEST_CASE("quarter hours of an earlier run are continued, none twice") {
  TruthRecord truth(quarter, {{0, 0}, {10, 5}});
  truth.note(quarter + 900, imported(10));
  truth.note(quarter + 1800, imported(30));
  REQUIRE(truth.quarters().size() == 3);
  CHECK(truth.quarters()[1].it_j == 5);
  CHECK(truth.site_at(quarter + 1800)->facility_j == 30);
}

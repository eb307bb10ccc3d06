#include "config/grid_series.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::config;

namespace {

using Texts = std::vector<std::string>;

Texts errors_of(const std::string& rows) {
  const auto loaded = load_grid_series({"g.csv", "time,fraction\n" + rows});
  Texts found;
  if (const auto* errors = std::get_if<LocatedErrors>(&loaded)) {
    for (const auto& error : *errors) found.push_back(error.text());
  }
  return found;
}

UtcTime at(const char* text) { return *parse_rfc3339(text); }

}  // namespace

TEST_CASE("the grid's share is read by the hour, in any zone, gaps left open") {
  const auto loaded = load_grid_series({"g.csv",
                                        "time,fraction\n2026-03-01T00:00:00+08:00,0.31\n"
                                        "2026-02-28T17:00:00Z,1\n2026-03-01T05:00:00+08:00,0\n"});
  const auto& series = std::get<kpi::HourlySeries>(loaded);
  REQUIRE(series.hours().size() == 3);
  CHECK(series.at(at("2026-02-28T16:30:00Z")) == kpi::Millionths{310'000});
  CHECK(series.at(at("2026-02-28T17:00:00Z")) == kpi::Millionths{1'000'000});
  CHECK_FALSE(series.at(at("2026-02-28T18:00:00Z")));
  CHECK(series.at(at("2026-02-28T21:00:00Z")) == kpi::Millionths{0});
}

TEST_CASE("hours of a zone with half an hour are hours") {
  CHECK(errors_of("2026-03-01T00:00:00+05:30,0.5\n2026-03-01T01:00:00+05:30,0.5\n").empty());
}

TEST_CASE("mistakes in the grid's share are told with their place") {
  CHECK(errors_of("2026-03-01T00:10:00Z,0.5\n") ==
        Texts{"g.csv:2:1: \"2026-03-01T00:10:00Z\" is not the start of an hour"});
  const std::string apart =
      "is not whole hours after the row before; sort the rows, one for each hour";
  CHECK(errors_of("2026-03-01T01:00:00Z,0.5\n2026-03-01T01:00:00Z,0.5\n") ==
        Texts{"g.csv:3:1: \"2026-03-01T01:00:00Z\" " + apart});
  CHECK(errors_of("2026-03-01T01:00:00Z,0.5\n2026-03-01T00:00:00Z,0.5\n") ==
        Texts{"g.csv:3:1: \"2026-03-01T00:00:00Z\" " + apart});
  CHECK(errors_of("2026-03-01T01:00:00Z,0.5\n2026-03-01T02:30:00Z,0.5\n") ==
        Texts{"g.csv:3:1: \"2026-03-01T02:30:00Z\" " + apart});
  CHECK(errors_of("2026-03-01T00:00:00,35\n").size() == 2);
  CHECK(errors_of("2026-03-01T00:00:00Z,1.000001\n") ==
        Texts{"g.csv:2:22: \"1.000001\" is more than 1; write a fraction, for example 0.35"});
  CHECK(errors_of("2026-03-01T00:00:00Z,35%\n") ==
        Texts{"g.csv:2:22: \"35%\" is not a decimal with at most six digits after the point, for "
              "example 1.25"});
  CHECK(errors_of("") == Texts{"g.csv:1:1: has no rows"});
  CHECK(errors_of("1\n").size() == 1);
}

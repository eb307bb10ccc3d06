#include "commands/replay_report.h"

#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::commands;

namespace {

boost::json::object object(const char* text) { return boost::json::parse(text).as_object(); }

}  // namespace

TEST_CASE("numbers differ by their place, lists by the name of their members") {
  const auto here = object(R"({"windows":[{"window":"1h","pue":1.25},{"window":"1d","pue":1.3}]})");
  const auto there =
      object(R"({"windows":[{"window":"1d","pue":1.5},{"window":"1h","pue":1.25}]})");
  const auto found = differences(here, there);
  REQUIRE(found.size() == 1);
  CHECK(found[0].figure == "windows.1d.pue");
  CHECK(found[0].here == 1.3);
  CHECK(found[0].there == 1.5);
}

TEST_CASE("a figure that only one side has is a difference without a number on the other") {
  const auto found = differences(object(R"({"a":1,"b":true})"), object(R"({"a":1,"c":2})"));
  CHECK(to_csv(found) ==
        "figure,this,other,difference\n"
        "b,1,,\n"
        "c,,2,\n");
}

TEST_CASE("a difference is that of the other from this") {
  CHECK(to_csv(differences(object(R"({"x":1.5})"), object(R"({"x":1.25})"))) ==
        "figure,this,other,difference\nx,1.5,1.25,-0.25\n");
}

TEST_CASE("an interval has as many cells as the header has columns") {
  const auto cells = [](const std::string& line) {
    return std::count(line.begin(), line.end(), ',');
  };
  site::SiteInterval interval;
  CHECK(cells(interval_csv_line(interval)) == cells(interval_csv_header()));
  interval.facility = Joules{125};
  interval.it = Joules{100};
  interval.it_levels[2] = Joules{98};
  const auto line = interval_csv_line(interval);
  CHECK_THAT(line, Catch::Contains(",missing,1,125,100,"));
  CHECK_THAT(line, Catch::EndsWith(",98,0,0,,\n"));
  interval.reused_heat = Joules{0};
  interval.water = Millilitres{360'000};
  CHECK_THAT(interval_csv_line(interval), Catch::EndsWith(",98,0,0,0,360000\n"));
}

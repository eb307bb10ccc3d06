#include "exporters/prometheus/changes.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "exporters/prometheus/exposition.h"
#include "tests/unit/exporters/example_view.h"

using namespace pue;

namespace {

/// The example with a last hour in which IT fell from 1,000 to 700 kW and 250 kW of overhead
/// stayed: PUE from 1.25 to 950 / 700 = 1.357142857, all of it by IT.
View fallen_load() {
  auto view = test::example_view();
  kpi::PueChange change;
  change.before = 1.25;
  change.after = 950.0 / 700;
  change.it = change.after - change.before;
  change.it_relative = -0.3;
  view.snapshot.closed.changes[static_cast<std::size_t>(engine::ChangeOf::hour)] = change;
  return view;
}

bool shows(const View& view, const std::string& line) {
  return pue::prometheus::exposition(view).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("each cause of a change is a series, and so is the IT load") {
  const auto view = fallen_load();
  CHECK(shows(view, R"(pue_change_ratio{site="horinger-a",window="1h",cause="cooling"} 0)"));
  CHECK(pue::prometheus::exposition(view).find(
            R"(pue_change_ratio{site="horinger-a",window="1h",cause="it"} 0.1071428571)") !=
        std::string::npos);
  CHECK(shows(view, R"(pue_change_it_load_ratio{site="horinger-a",window="1h"} -0.3)"));
  CHECK(shows(view, R"(pue_change_is_it_drop{site="horinger-a",window="1h"} 1)"));
}

TEST_CASE("a change that the overhead made is no IT drop") {
  auto view = fallen_load();
  auto& change = *view.snapshot.closed.changes[0];
  change.subsystem[0] = 0.1;
  change.after += 0.1;
  CHECK(shows(view, R"(pue_change_is_it_drop{site="horinger-a",window="1h"} 0)"));
}

TEST_CASE("windows without an earlier one to compare with have no change") {
  CHECK(pue::prometheus::exposition(test::example_view()).find("pue_change") == std::string::npos);
}

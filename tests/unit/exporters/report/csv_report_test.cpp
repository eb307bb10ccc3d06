#include "exporters/report/csv_report.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/unit/exporters/report/example_report.h"

using namespace pue;

namespace {

/// The cells of a file as RFC 4180 says; independent of what writes them.
std::vector<std::vector<std::string>> cells(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      row.back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      row.emplace_back();
    } else if (!quoted && c == '\n') {
      rows.push_back(std::exchange(row, {""}));
    } else {
      row.back() += c;
    }
  }
  return rows;
}

/// Value, unit, quality and note of the lines of that section and name.
std::string line(const report::PeriodReport& report, const std::string& section,
                 const std::string& name) {
  std::string found;
  for (const auto& row : cells(report::to_csv(report)))
    if (row.at(0) == section && row.at(1) == name)
      found += row.at(4) + "|" + row.at(5) + "|" + row.at(6) + "|" + row.at(7) + "\n";
  return found;
}

}  // namespace

TEST_CASE("every line has the eight cells of the head") {
  const auto rows = cells(report::to_csv(test::month_report()));
  CHECK(rows.at(0) == std::vector<std::string>{"section", "name", "start", "end", "value", "unit",
                                               "quality", "note"});
  for (const auto& row : rows) CHECK(row.size() == 8);
}

TEST_CASE("figures are numbers with unit and quality, unknown ones empty") {
  const auto report = test::month_report();
  CHECK(line(report, "figure", "pue") == "1.2501||sufficient|\n");
  CHECK(line(report, "figure", "facility_energy") == "930074.4|kWh|sufficient|\n");
  CHECK(line(report, "figure", "overhead_energy:lighting") == "|kWh|sufficient|\n");
  CHECK(line(report, "figure", "renewable_share:hourly:high") == "0.05|ratio|sufficient|\n");
  CHECK(line(report, "figure", "standard_coal:calorific") == "114.30614376|tce||\n");
  CHECK(line(report, "figure", "wue") == "1.8|m3/MWh|sufficient|\n");
  CHECK(line(report, "factor", "grid:2026") ==
        "0.6849|kg/kWh|reported|inner-mongolia; 2023; a notice\n");
  CHECK(line(report, "cap", "nm-2025-hub-new-large") == "1.25||inconclusive|a plan, \"box 1\"\n");
  CHECK(line(report, "complies", "nm-2025-hub-new-large") == "0||indication|\n");
  CHECK(line(report, "target", "nm-2025-low-carbon-park:hourly") ==
        "0.5|ratio|missed|a plan of parks\n");
}

TEST_CASE("a step of the trend has its own times") {
  for (const auto& row : cells(report::to_csv(test::month_report()))) {
    if (row.at(0) != "trend" || row.at(2) != "2026-03-04T16:00:00Z") continue;
    CHECK(row.at(3) == "2026-03-05T16:00:00Z");
    CHECK(row.at(6) == "low_coverage");
  }
}

TEST_CASE("records have a line for each value, their people in the note") {
  const auto report = test::month_report();
  CHECK(line(report, "meter", "grid-1:imported") == "900074.4|kWh||\n");
  CHECK(line(report, "meter", "tower-water:volume") == "1339.2|m3||\n");
  CHECK(line(report, "gap", "grid-1") == "14400|s|missing|\n144000|s|recovered|\n");
  CHECK(line(report, "event", "grid-1:swap:final") == "123456.789|kWh||Li & Wang: =display dark\n");
  CHECK(line(report, "event", "tower-water:swap:final") == "4.5|m3||Li: leak (W-7)\n");
  CHECK(line(report, "correction", "grid-1:imported:old") ==
        "|kWh||Zhao: read at the display (W-8)\n");
  CHECK(line(report, "correction", "grid-1:imported:new") ==
        "1250|kWh||Zhao: read at the display (W-8)\n");
  CHECK(line(report, "reference", "grid-1:difference") ==
        "74.4|kWh|beyond|State Grid (B-2026-03)\n");
  // A text that begins like a formula gets a ' before it.
  CHECK(line(report, "run", "clock") == "|||'+2.5 s\n");
}

TEST_CASE("no text begins like a formula, and line breaks stay inside their cell") {
  auto report = test::month_report();
  report.meters[0].place.name = "=HYPERLINK(\"x\")";
  report.site.name = "@a\nb,c";
  const auto rows = cells(report::to_csv(report));
  for (const auto& row : rows) {
    REQUIRE(row.size() == 8);
    for (const auto column : {1, 6, 7})
      CHECK(std::string("=+-@").find((row.at(std::size_t(column)) + " ")[0]) == std::string::npos);
  }
  CHECK(line(report, "report", "site") == "|||'@a\nb,c\n");
  CHECK(line(report, "meter", "'=HYPERLINK(\"x\"):imported") == "900074.4|kWh||\n");
}

TEST_CASE("of an unknown period values are empty") {
  const auto report = test::unknown_month();
  CHECK(line(report, "figure", "pue") == "||no_interval|\n");
  CHECK(line(report, "figure", "carbon:market") == "|t||\n");
}

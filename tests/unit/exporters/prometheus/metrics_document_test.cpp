// docs/metrics.md against the definitions: same metrics, same types, same labels.
#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <set>

#include "exporters/prometheus/exposition.h"

using pue::prometheus::Kind;

namespace {

std::string type_name(Kind kind) {
  switch (kind) {
    case Kind::Counter:
      return "counter";
    case Kind::Gauge:
      return "gauge";
    case Kind::Summary:
      return "summary";
    case Kind::Untyped:
      return "untyped";
    case Kind::Histogram:
      return "histogram";
      return "info";
  }
  return "";
}

/// "| `pue_x` | gauge | `site`, `window` | …" → "pue_x gauge site,window".
std::multiset<std::string> documented() {
  std::ifstream file(PUE_SOURCE_DIR "/docs/metrics.md");
  REQUIRE(file.is_open());
  const std::regex row(R"(^\| `([a-z_]+)` \| ([a-z]+) \| ([^|]*) \|.*)");
  const std::regex decoration("[` ]");
  std::multiset<std::string> rows;
  for (std::string line; std::getline(file, line);)
    if (std::smatch cells; std::regex_match(line, cells, row))
      rows.insert(cells[1].str() + " " + cells[2].str() + " " +
                  std::regex_replace(cells[3].str(), decoration, ""));
  return rows;
}

}  // namespace

TEST_CASE("the document names every metric with its type and labels, and no other") {
  std::multiset<std::string> defined;
  for (const auto& family : pue::prometheus::all_families())
    defined.insert(std::string(family.name) + " " + type_name(family.kind) + " " +
                   std::string(family.labels));
  CHECK(documented() == defined);
}

TEST_CASE("names are in base units and counters end in total") {
  const std::regex impure("kwh|_wh|percent|kilo|_ms|minutes|hours");
  for (const auto& family : pue::prometheus::all_families()) {
    const std::string name(family.name);
    INFO(name);
    CHECK_FALSE(std::regex_search(name, impure));
    CHECK((family.kind == Kind::Counter) == name.ends_with("_total"));
  }
}

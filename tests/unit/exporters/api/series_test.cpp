#include "exporters/api/series.h"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include "exporters/api/envelope.h"

using namespace pue;

TEST_CASE("a series has its points in UTC, a gap no value and PUE no unit") {
  const UtcTime start{std::chrono::seconds{1'772'323'200}};  // 2026-03-01T00:00:00Z
  const std::chrono::hours hour{1};
  const std::vector<ledger::SeriesPoint> points = {
      {{start, start + hour}, 1.25, "measured", 1},
      {{start + hour, start + 2 * hour}, {}, "missing", 0}};
  CHECK(api::to_text(api::series({"pue", "", "1h", "Asia/Shanghai", points})) ==
        R"({"figure":"pue","step":"1h","zone":"Asia/Shanghai","points":[)"
        R"({"start":"2026-03-01T00:00:00Z","end":"2026-03-01T01:00:00Z","value":1.25,)"
        R"("quality":"measured","coverage":1},)"
        R"({"start":"2026-03-01T01:00:00Z","end":"2026-03-01T02:00:00Z",)"
        R"("quality":"missing","coverage":0}]})");
}

TEST_CASE("a series may be empty, and names its unit") {
  CHECK(api::to_text(api::series({"it_energy", "kWh", "1d", "UTC", {}})) ==
        R"({"figure":"it_energy","unit":"kWh","step":"1d","zone":"UTC","points":[]})");
}

#include "exporters/page/page.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "base/rfc3339.h"
#include "exporters/page/html.h"

using namespace pue;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

const UtcTime now = *parse_rfc3339("2026-03-01T04:00:00Z");
const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);

config::Messages catalogue(const std::string& language) {
  std::ifstream file(std::string(PUE_SOURCE_DIR "/config/messages/") + language + ".yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return config::Messages::parse(language, text.str()).value();
}

View small_site() {
  View view;
  auto& snapshot = view.snapshot;
  snapshot.at = now;
  snapshot.site = "north <1>";
  snapshot.live.power.facility = Watts{125'000};
  snapshot.live.power.it = Watts{100'000};
  snapshot.live.power.sources[0] = Watts{125'000};
  snapshot.live.power.overhead[0] = Watts{20'000};
  snapshot.live.power.overhead[4] = Watts{5'000};
  snapshot.live.pue = 1.25;
  snapshot.closed_until = now;
  engine::MeterState meter;
  meter.name = "ups-a";
  meter.link = "gw";
  meter.unit = 3;
  meter.last_success = now - 300s;
  snapshot.meters = {meter};
  view.telemetry.meters.resize(1);
  view.telemetry.meters[0].last_failure = "exception_11";
  return view;
}

engine::CapFigure cap() {
  engine::CapFigure figure;
  figure.policy.id = "hub-new-large";
  figure.policy.cap = {1'250'000};
  figure.policy.confidence = "read";
  figure.complies[0] = true;
  figure.complies[1] = false;
  return figure;
}

site::SiteInterval quarter(UtcTime start, std::int64_t facility) {
  site::SiteInterval interval;
  interval.interval = {start, start + 15min};
  interval.facility = Joules{facility};
  interval.it = Joules{100};
  return interval;
}

std::string render(const View& view, const page::RecentHistory& history = std::nullopt,
                   config::Language language = config::Language::en) {
  const auto messages = catalogue(language == config::Language::en ? "en" : "zh");
  return page::render({view, messages, language, shanghai}, history);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("live PUE stands beside its cap, and a note says that it is no PUE of the standard") {
  auto view = small_site();
  view.snapshot.closed.caps = {cap()};
  const auto html = render(view);
  CHECK_THAT(html, Contains("<p class=\"figure\">1.250</p>"));
  CHECK_THAT(html, Contains("Cap 1.25"));
  CHECK_THAT(html, Contains("not a PUE of ISO/IEC 30134-2"));
  CHECK_THAT(html, Contains("above the cap"));
}

TEST_CASE("without a policy row the page says so instead of judging") {
  CHECK_THAT(render(small_site()), Contains("No policy row applies"));
}

TEST_CASE("an absent live PUE is shown with its reason and the stale meters, never as a number") {
  auto view = small_site();
  view.snapshot.live.pue.reset();
  view.snapshot.live.absent_because = engine::LiveAbsence::stale_input;
  view.snapshot.live.stale_meters = {"ups-a"};
  const auto html = render(view);
  CHECK_THAT(html, Contains("a meter that the figure needs is stale"));
  CHECK_THAT(html, Contains("Stale: ups-a"));
  CHECK_THAT(html, !Contains("<p class=\"figure\">"));
}

TEST_CASE("a live PUE says beside itself which inputs are derived or estimated") {
  auto view = small_site();
  CHECK_THAT(render(view), !Contains("Derived") && !Contains("Estimated, by"));
  view.snapshot.live.derived_meters = {"ups-<a>"};
  view.snapshot.live.estimated_meters = {"pdu-1", "pdu-2"};
  const auto html = render(view);
  CHECK_THAT(html, Contains("Derived from the steps of an energy register: ups-&lt;a&gt;<"));
  CHECK_THAT(html, Contains("Estimated, by the mean of the last quarter hour: pdu-1, pdu-2<"));
}

TEST_CASE("a window below its gate shows its value with the word insufficient") {
  auto view = small_site();
  auto& hour = view.snapshot.closed.windows[1];
  hour.period = {now - 1h, now};
  hour.elapsed = 1h;
  hour.covered = 30min;
  hour.pue_ungated = 1.2345;
  hour.insufficient = kpi::Insufficient::low_coverage;
  const auto html = render(view);
  CHECK_THAT(html, Contains("1.234</a> (insufficient: coverage is below"));
  CHECK_THAT(html, Contains("50.0 %"));
  CHECK_THAT(html, Contains("2026-03-01 11:00 to 2026-03-01 12:00"));
}

TEST_CASE("a gap in the history breaks the line and is shaded") {
  // Four quarters, the third without IT energy: two lines; shaded: from 24 h ago to the first
  // quarter, and the third.
  std::vector history{quarter(now - 60min, 120), quarter(now - 45min, 121),
                      quarter(now - 30min, 122), quarter(now - 15min, 123)};
  history[2].it.reset();
  const auto html = render(small_site(), page::RecentHistory{history});
  CHECK(count(html, "<polyline") == 2);
  CHECK(count(html, "<rect class=\"gap\"") == 2);
}

TEST_CASE("a history that cannot be read is said, not drawn") {
  const page::RecentHistory broken{Error{"ledger.db: disk I/O error"}};
  CHECK_THAT(render(small_site(), broken), Contains("ledger.db: disk I/O error"));
}

TEST_CASE("a meter that is down shows its age and the reason of its last failure") {
  const auto html = render(small_site());
  CHECK_THAT(html, Contains("0 of 1 meters answer"));
  CHECK_THAT(html, Contains("5 min"));
  CHECK_THAT(html, Contains("exception 11"));
}

TEST_CASE("text from configuration and devices is escaped") {
  const auto html = render(small_site());
  CHECK_THAT(html, Contains("north &lt;1&gt;"));
  CHECK_THAT(html, !Contains("north <1>"));
  CHECK(page::escape("<a href='x'>\"&") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
}

TEST_CASE("the page needs nothing from outside and no inline style or script") {
  const auto html = render(small_site(), page::RecentHistory{std::vector{quarter(now - 1h, 120)}});
  CHECK_THAT(html, !Contains("http:") && !Contains("https:") && !Contains("<script") &&
                       !Contains("style=\""));
}

TEST_CASE("the page speaks Chinese when asked") {
  const auto html = render(small_site(), std::nullopt, config::Language::zh);
  CHECK_THAT(html, Contains("lang=\"zh\"") && Contains("电能利用效率") && Contains("信息设备"));
}

TEST_CASE("thousands are grouped, signs and decimals left alone") {
  CHECK(page::grouped(999.94, 1) == "999.9");
  CHECK(page::grouped(1000, 0) == "1,000");
  CHECK(page::grouped(-1234567.25, 1) == "-1,234,567.2");
  CHECK(page::grouped(-100, 0) == "-100");
  CHECK(page::grouped(0, 1) == "0.0");
}

TEST_CASE("a cap stands with its reasons and its source, each once") {
  auto view = small_site();
  auto one = cap();
  one.policy.valid_from = std::chrono::year{2025} / 1 / 1;
  one.policy.source = "a plan";
  one.policy.confidence = "read";
  one.derivation = "not on the page";
  one.reasons = {{"not on the page", "hub_node"},
                 {"not on the page", "racks", {{"racks", "4200"}, {"from", "3000"}}}};
  view.snapshot.closed.caps = {one};
  const auto html = render(view);
  CHECK_THAT(html, Contains("inside a computing-hub node; 4200 standard racks, at least 3000"));
  CHECK_THAT(html, Contains("since 2025-01-01, text read"));
  CHECK_THAT(html, Contains("<td>a plan</td>") && !Contains("not on the page"));
}

// The sections of year, budget, changes and green figures, and the page behind a number.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "exporters/page/explain_page.h"
#include "exporters/page/page.h"
#include "tests/unit/exporters/example_view.h"

using namespace pue;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);

config::Messages catalogue(config::Language language) {
  const auto name = std::string(config::name(language)) + ".yaml";
  std::ifstream file(PUE_SOURCE_DIR "/config/messages/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return config::Messages::parse(name, text.str()).value();
}

std::string render(const View& view, config::Language language = config::Language::en) {
  const auto messages = catalogue(language);
  return page::render({view, messages, language, shanghai}, std::nullopt);
}

std::string explained(std::string_view figure, std::string_view window,
                      config::Language language = config::Language::en) {
  const auto view = test::year_view();
  const auto messages = catalogue(language);
  return page::explain(
      {view, messages, language, shanghai},
      {api::figure_from_name(figure).value(), api::window_from_name(window).value()});
}

}  // namespace

TEST_CASE("the year stands with its uncertainty, complies and verdict are two answers") {
  const auto html = render(test::year_view());
  CHECK_THAT(html, Contains("window=12mo&amp;lang=en\">1.240</a></p><p class=\"cap\">± 0.0125"));
  CHECK_THAT(html,
             Contains("<td class=\"good\">complies</td><td class=\"absent\">inconclusive</td>"));
}

TEST_CASE("a window that never closed shows no number and no link") {
  const auto html = render(test::year_view());
  CHECK_THAT(html, Contains("window=12mo") && !Contains("figure=pue&amp;window=ytd") &&
                       !Contains(" 0.0 %"));
}

TEST_CASE("a year without class of a meter says that its uncertainty is unknown") {
  auto view = test::year_view();
  view.snapshot.closed.windows[5].uncertainty.reset();
  CHECK_THAT(render(view), Contains("± unknown"));
}

TEST_CASE("a year below its gate shows its value with the word insufficient") {
  auto view = test::year_view();
  auto& year = view.snapshot.closed.windows[5];
  year.pue.reset();
  year.insufficient = kpi::Insufficient::low_coverage;
  CHECK_THAT(render(view), Contains("<p class=\"figure absent\">") &&
                               Contains("insufficient: coverage is below"));
}

TEST_CASE("a value just above its cap is printed with the digits that tell them apart") {
  auto view = test::year_view();
  view.snapshot.closed.windows[5].pue = 1.25004;
  CHECK_THAT(render(view), Contains(">1.25004</a>"));
}

TEST_CASE("the budget shows what is left, where the year lands and what it needs") {
  const auto html = render(test::year_view());
  // 3.6e12 J are 1,000,000 kWh.
  CHECK_THAT(html, Contains("1,000,000 kWh (12.5 %)"));
  CHECK_THAT(html, Contains(">1.243</a></td>") && Contains(">1.257</a></td><td>1d: ×1.50</td>"));
}

TEST_CASE("the change of a day is drawn as bars to the right of zero, the longest to full reach") {
  const auto html = render(test::year_view());
  CHECK_THAT(html, Contains("1.250 → 1.300 (+0.050)"));
  // 0.03 is the greatest: 85 wide. 0.02 of IT: 56.7.
  CHECK_THAT(html,
             Contains("class=\"bar subsystem-cooling\" x=\"272.0\" y=\"4.0\" width=\"85.0\""));
  CHECK_THAT(html, Contains("class=\"bar role-it\" x=\"272.0\" y=\"114.0\" width=\"56.7\""));
  CHECK_THAT(html, Contains("IT load (-10.0 %)"));
}

TEST_CASE("renewables are a range by method beside their target, green figures have units") {
  const auto html = render(test::year_view());
  CHECK_THAT(html, Contains("renewable_share:hourly&amp;window=12mo&amp;lang=en\">25.0 %</a>") &&
                       Contains(">30.0 %</a>"));
  CHECK_THAT(html, Contains("≥ 50.0 %") && Contains("since 2025-01-01, text as reported"));
  CHECK_THAT(html, Contains("nm-2025-low-carbon-park") && Contains("<td>low-carbon park<br>") &&
                       Contains("<td>missed</td>"));
  CHECK_THAT(html, Contains("grade 2") && Contains("0.700 kg/kWh") && Contains("42332.2 tce"));
  CHECK_THAT(html, Contains("PUE1 1.240 · PUE2 1.265"));
  CHECK_THAT(html, Contains("1.800 m³/MWh") && Contains("WUE") && Contains("ERF"));
  CHECK_THAT(html, Contains("yes, from 5000 tce in a rolling year"));
  // 619,999,200 MJ / 3.6.
  CHECK_THAT(html, Contains("172222000 kWh in 1 entries, as known on 2026-03-01") &&
                       Contains(">49.5 %</a>"));
  CHECK_THAT(html, Contains("market-based") && Contains("83000.0 t"));
}

TEST_CASE("what follows from other figures leads to the numbers that it follows from") {
  const auto page = render(test::year_view());
  CHECK_THAT(page, Contains("figure=budget:nm-2025-hub-new-large&amp;window=ytd") &&
                       Contains("figure=carbon:location&amp;window=12mo") &&
                       Contains("figure=standard_coal:calorific&amp;window=12mo") &&
                       Contains("figure=cue&amp;") && Contains("figure=grade&amp;"));
  // 610.8e12 J / 3.6e6 = 169,666,666.7 kWh.
  const auto budget = explained("budget:nm-2025-hub-new-large", "ytd");
  CHECK_THAT(budget, Contains("169,666,666.7 kWh") && Contains("1.2430") &&
                         Contains("Own target T of the year"));
  const auto co2 = explained("carbon:location", "12mo", config::Language::zh);
  CHECK_THAT(co2, Contains("194444.0 t") && Contains("0.7000 kg/kWh") &&
                      Contains("a notice（inner-mongolia，2022，据转述）") && Contains("2025 年"));
  CHECK_THAT(explained("standard_coal:equivalent", "12mo"), Contains("class=\"absent\""));
}

TEST_CASE("why a policy applies is said in the reader's language") {
  const auto html = render(test::year_view(), config::Language::zh);
  CHECK_THAT(html, Contains("国家算力枢纽节点内; 标准机架 4200 个，不少于 3000 个"));
  CHECK_THAT(html, Contains("低碳园区") && Contains("据转述") && !Contains("computing-hub"));
}

TEST_CASE("the page behind a number names its meters, energies and formula, without script") {
  const auto html = explained("pue", "12mo");
  CHECK_THAT(html, Contains("1.2400 ± 0.0125 (k = 2)"));
  CHECK_THAT(html, Contains("<td>grid-1</td>") && Contains("<td>ups-a</td>"));
  CHECK_THAT(html, Contains("0.005000") && Contains("0.003750"));
  CHECK_THAT(html, Contains("E_facility = grid-1; E_it = ups-a"));
  CHECK_THAT(html, !Contains("<script") && !Contains("style=\"") && !Contains("http:"));
}

TEST_CASE("a share by certificates names them") {
  const auto html = explained("renewable_share:attributes", "12mo");
  CHECK_THAT(html, Contains("<td>g-&lt;1&gt;</td><td>2025-03-01</td><td>2025-03-31</td>") &&
                       Contains("<td>2026-02-10</td>") && Contains("49.5 % – 50.0 %"));
  CHECK_THAT(explained("pue", "12mo"), !Contains("g-&lt;1&gt;"));
}

TEST_CASE("a part is explained in the reader's language") {
  // 200 TJ / 3.6 MJ = 55,555,555.6 kWh.
  const auto html = explained("overhead_energy:cooling", "12mo", config::Language::zh);
  CHECK_THAT(html, Contains("非信息设备耗电量：制冷") && Contains("55,555,555.6 kWh") &&
                       Contains("<td>chiller-1</td>") && !Contains("<td>grid-1</td>"));
}

TEST_CASE("a window whose meters are not summed says so") {
  CHECK_THAT(explained("it_energy", "ytd"), Contains("not known for this period"));
}

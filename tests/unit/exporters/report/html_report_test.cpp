#include "exporters/report/html_report.h"

#include <catch2/catch.hpp>

#include "tests/unit/exporters/report/catalogue.h"
#include "tests/unit/exporters/report/example_report.h"

using namespace pue;
using Catch::Contains;
using config::Language;

namespace {

std::string html(const report::PeriodReport& report, Language language = Language::en) {
  return report::to_html(report, test::catalogue(language), language);
}

/// What stands between two texts, the first of each; "" when one is not there.
std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const auto start = text.find(from);
  const auto end = start == std::string::npos ? start : text.find(to, start + from.size());
  return end == std::string::npos ? "" : text.substr(start, end - start);
}

std::string part(const std::string& text, const std::string& heading) {
  return between(text, "<h2>" + heading + "</h2>", "</section>");
}

std::string row_of(const std::string& text, const std::string& first) {
  return between(text, "<tr><td>" + first, "</tr>");
}

}  // namespace

TEST_CASE("a report says whose it is, of which period, by which method and as known when") {
  const auto text = between(html(test::month_report()), "<header>", "</header>");
  CHECK_THAT(text, Contains("<td>horinger-a</td>"));
  CHECK_THAT(text, Contains("2026-03 (2026-03-01 00:00 to 2026-04-01 00:00, Asia/Shanghai)"));
  CHECK_THAT(text, Contains("PUE category 1"));
  CHECK_THAT(text, Contains("<td>2026-04-15 10:30</td>"));  // 02:30 UTC
  CHECK_THAT(text, Contains("pued 0.1.0"));
  CHECK_THAT(text, !Contains("Later versions"));
  auto report = test::month_report();
  report.corrected_after = {test::utc("2026-04-16T00:00:00Z"), test::utc("2026-04-17T00:00:00Z")};
  CHECK_THAT(html(report), Contains("written 2 times, from 2026-04-16 08:00 to 2026-04-17 08:00"));
}

TEST_CASE("PUE has as many digits as it takes to differ from its cap in print") {
  const auto text = part(html(test::month_report()), "Power usage effectiveness (PUE)");
  CHECK_THAT(text, Contains("<p class=\"figure\">1.2501</p>"));
  CHECK_THAT(text, Contains("± 0.0144 (k = 2)") && Contains("Cap 1.25<"));
  CHECK_THAT(text, Contains("<th>Coverage</th><td>99.0 %</td>"));
  CHECK_THAT(text, Contains("<th>Estimated</th><td>0.4 %</td>"));
}

TEST_CASE("complies and verdict are two words, with source, confidence and reason of the row") {
  const auto text = html(test::month_report());
  CHECK_THAT(text, Contains("<td class=\"warn\">above the cap</td>"
                            "<td class=\"absent\">inconclusive</td>"));
  CHECK_THAT(text, Contains("inside a computing-hub node; 4200 standard racks, at least 3000"));
  CHECK_THAT(text, Contains("a plan, &quot;box 1&quot;"));
  CHECK_THAT(text, Contains("since 2025-01-01, text read"));
}

TEST_CASE("only of twelve whole months a report does not say that it is an indication") {
  auto report = test::month_report();
  CHECK_THAT(html(report), Contains("Only a PUE of twelve whole months is compliance"));
  CHECK_THAT(html(report, Language::zh), Contains("只有 12 个整月的 PUE 才用于合规判定"));
  report.figures.annual = true;
  report.figures.grade = kpi::Grade::second;
  CHECK_THAT(html(report), !Contains("Only a PUE of twelve") && Contains("grade 2"));
}

TEST_CASE("a period below its gate keeps its value, with the word and the reason") {
  auto report = test::month_report();
  report.figures.figures.pue.reset();
  report.figures.figures.insufficient = kpi::Insufficient::low_coverage;
  report.figures.caps[0].complies.reset();
  report.figures.caps[0].verdict = kpi::Verdict::insufficient;
  const auto text = part(html(report), "Power usage effectiveness (PUE)");
  CHECK_THAT(text, Contains("<p class=\"figure absent\">1.2501</p>"));
  CHECK_THAT(text, Contains("insufficient: coverage is below what this window needs"));
  CHECK_THAT(text, Contains("no verdict</td><td class=\"absent\">insufficient</td>"));
}

TEST_CASE("energies stand in kWh beside their part of the facility, unknown ones as absent") {
  const auto text = part(html(test::month_report()), "Energies");
  // 744,000 of 930,074.4 is 79.99 %; 120,000 is 12.90 %.
  CHECK_THAT(row_of(text, "IT energy"), Contains(">744,000.0<") && Contains(">80.0<"));
  CHECK_THAT(row_of(text, "Cooling"), Contains(">120,000.0<") && Contains(">12.9<"));
  CHECK(row_of(text, "Lighting") ==
        "<tr><td>Lighting</td><td class=\"number\">–</td><td class=\"number\">–</td>");
  CHECK_THAT(text, Contains("PUE2</td><td class=\"number\">1.276") && !Contains("PUE3"));
}

TEST_CASE("the course has a line for each day, with its word below the gate and gaps as absent") {
  const auto text = part(html(test::month_report()), "Course of the period");
  // The first day: 3600 + 1600 + 520 kWh over 24,000: 1 + 5720 / 24,000 = 1.23833.
  CHECK_THAT(row_of(text, "2026-03-01"), Contains(">1.238<") && Contains(">29,720.0<"));
  CHECK_THAT(row_of(text, "2026-03-05"), Contains("(insufficient)") && Contains(">50.0<"));
  const auto unknown = row_of(text, "2026-03-06");
  CHECK_THAT(unknown, Contains(">0.0<") && Contains("<td class=\"number\">–</td>"));
  CHECK_THAT(unknown, !Contains("0.000"));
}

TEST_CASE("renewable shares name their method, targets are judged by their own") {
  const auto text = part(html(test::month_report()), "Renewable energy");
  CHECK_THAT(row_of(text, "Renewable share (matched per hour)"),
             Contains(">3.2<") && Contains(">5.0<"));
  CHECK_THAT(text, Contains("Utilisation (used by used and curtailed)</th><td>93.8 %"));
  CHECK_THAT(text, Contains("Certificates that count: 300,000.0 kWh in 1 entries"));
  CHECK_THAT(text, Contains("<td>g-&lt;1&gt;</td><td>2026-03-01</td><td>2026-03-31</td>"));
  CHECK_THAT(text, Contains("≥ 50.0 %") && Contains("a plan of parks") && Contains(">missed<"));
}

TEST_CASE("standard coal and CO2 stand side by side by their two accounts, with the factors used") {
  const auto text = part(html(test::month_report()), "Standard coal, carbon, water and heat");
  CHECK_THAT(text, Contains(">114.3</td><td class=\"number\">269.7<"));
  CHECK_THAT(text, Contains(">616.5</td><td class=\"number\">412.0<"));
  CHECK_THAT(text, Contains("0.829 kg/kWh") && Contains("1.800 m³/MWh") && Contains(">0.100<"));
  CHECK_THAT(text, Contains(">0.1229<") && Contains(">0.2900<") && Contains(">0.6849<"));
  CHECK_THAT(text, Contains("a notice</td><td>as reported</td>"));
}

TEST_CASE("the list of meters marks a certificate that ended before the period did") {
  const auto text = part(html(test::month_report()), "List of energy meters");
  const auto grid = row_of(text, "grid-1");
  CHECK_THAT(grid, Contains("0.5S / 0.2S / –") && Contains("CT 2000/5") && Contains("SN-0042"));
  CHECK_THAT(grid, Contains("valid until 2026-03-15, ended before the end of the period"));
  CHECK_THAT(grid, Contains(">94.1<") && Contains(">5.4<") && Contains(">0.5<"));
  CHECK_THAT(grid, Contains(">0.0054<"));
  // Valid through the last day of the period is valid.
  CHECK_THAT(row_of(text, "ups-a"),
             Contains("valid until 2026-03-31<") && Contains("0.4 % / – / –"));
  CHECK_THAT(row_of(text, "tower-water"), Contains("1,339.2 m³"));
}

TEST_CASE("the last sections say what happened to the data, and how to verify it") {
  const auto text = html(test::month_report());
  CHECK_THAT(part(text, "Gaps and estimates"), Contains(">4.00<") && Contains("missing"));
  CHECK_THAT(part(text, "Runs of the program"),
             Contains("clock set") && Contains("readings-2026-03.csv"));
  CHECK_THAT(part(text, "Boundary"), Contains("E_it = ups-a") && Contains("UPS output"));
  const auto evidence = part(text, "Evidence");
  CHECK_THAT(evidence, Contains("<pre>horinger-a/pued\n31415\naGFzaA==\n\n"
                                "— horinger-a/pued c2lnbg==\n</pre>"));
  CHECK_THAT(evidence, Contains("horinger-a/pued+1a2b3c4d+AbCd") && Contains("puectl verify"));
  CHECK_THAT(text, Contains("Prepared by") && Contains("Reviewed by") && Contains(">Date<"));
}

TEST_CASE("in Chinese the report begins with the sheet of an inspection and ends with its lines") {
  const auto text = html(test::month_report(), Language::zh);
  const auto sheet = part(text, "节能监察表");
  CHECK_THAT(sheet, Contains("电能利用效率 (PUE)</th><td><b>1.2501</b> ± 0.0144"));
  CHECK_THAT(sheet, Contains("限值 1.25 · 仅作参考"));
  CHECK_THAT(sheet, Contains("数据中心总耗电量</th><td>930,074.4 kWh"));
  CHECK_THAT(sheet, Contains("信息设备耗电量</th><td>744,000.0 kWh"));
  CHECK_THAT(sheet, Contains("综合能源消费量</th><td>当量值 114.3 tce · 等价值 269.7 tce"));
  CHECK_THAT(sheet, Contains("可再生能源利用率</th><td>按小时匹配: 3.2–5.0 %"));
  CHECK_THAT(sheet, Contains("绿电/绿证") && Contains("300,000.0 kWh"));
  CHECK_THAT(sheet, Contains("能源计量器具</th><td>共 3 台") && Contains("的 1 台"));
  CHECK_THAT(sheet, Contains("数据完整率</th><td>99.0 %") && Contains("统计期"));
  CHECK_THAT(sheet, Contains("边界说明") && Contains("UPS 输出端"));
  CHECK_THAT(text, Contains("填报人") && Contains("审核人") && Contains("单位盖章") &&
                       Contains("日期") && Contains("lang=\"zh\""));
  CHECK_THAT(html(test::month_report()), !Contains("Inspection sheet") && !Contains("Stamp"));
}

TEST_CASE("what comes from configuration and people is escaped everywhere") {
  for (const auto language : {Language::en, Language::zh}) {
    auto report = test::month_report();
    const std::string bad = "<script>\"&";
    for (auto* text : {&report.site.name, &report.zone_name, &report.period_name, &report.equation,
                       &report.checkpoint, &report.key, &report.version})
      *text = bad;
    auto& grid = report.meters[0];
    for (auto* text : {&grid.place.name, &grid.place.zone, &grid.place.serial, &grid.model,
                       &grid.link, &grid.transformers, &grid.place.calibration->certificate})
      *text = bad;
    for (auto* text :
         {&report.events[0].kind, &report.events[0].who, &report.events[0].why,
          &report.corrections[0].why, &report.corrections[0].who, &report.references[0].ticket,
          &report.runs[0].kind, &report.runs[0].detail, &report.gaps[0].meter,
          &report.figures.caps[0].policy.id, &report.figures.targets[0].target.id})
      *text = bad;
    CHECK_THAT(html(report, language), !Contains("<script") && Contains("&lt;script&gt;&quot;"));
  }
}

TEST_CASE("a report needs nothing from outside and runs nothing") {
  CHECK_THAT(html(test::month_report()), !Contains("http:") && !Contains("https:") &&
                                             !Contains("url(") && !Contains("<script"));
}

TEST_CASE("of an unknown period everything is absent, nothing 0") {
  for (const auto language : {Language::en, Language::zh}) {
    const auto text = html(test::unknown_month(), language);
    CHECK_THAT(text, Contains("<p class=\"figure absent\">–</p>"));
    CHECK_THAT(text, !Contains("0.000") && !Contains(">0.0<") && !Contains("nan"));
    CHECK_THAT(text, !Contains("<svg"));
  }
  CHECK_THAT(html(test::unknown_month()), Contains("no signed checkpoint yet"));
}

#include "exporters/report/workbook.h"

#include <zip.h>

#include <catch2/catch.hpp>

#include "base/rfc3339.h"
#include "exporters/report/sheet_xml.h"
#include "exporters/report/xlsx_report.h"
#include "tests/unit/exporters/report/catalogue.h"
#include "tests/unit/exporters/report/example_report.h"

using namespace pue;
using namespace std::chrono;
using Catch::Contains;
using report::NumberFormat;

namespace {

/// A member of a zip file; "" when it is not there.
std::string member(const std::string& bytes, const char* name) {
  auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  auto* archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  REQUIRE(archive != nullptr);
  zip_stat_t about;
  std::string content;
  if (zip_stat(archive, name, 0, &about) == 0) {
    content.resize(about.size);
    auto* file = zip_fopen(archive, name, 0);
    CHECK(zip_fread(file, content.data(), content.size()) ==
          static_cast<zip_int64_t>(content.size()));
    zip_fclose(file);
  }
  zip_discard(archive);
  return content;
}

std::string xlsx(const report::PeriodReport& report,
                 config::Language language = config::Language::en) {
  return report::to_xlsx(report, test::catalogue(language), language);
}

}  // namespace

TEST_CASE("spreadsheets count days from 1899-12-30, on the site's clock") {
  CHECK(report::date(1970y / January / 1).value == 25569);
  CHECK(report::date(2026y / March / 15).value == 46096);  // 20,527 days later
  // 16:00 UTC is midnight in Shanghai.
  CHECK(report::date_time(test::utc("2026-03-14T16:00:00Z"), 8h).value == 46096);
  CHECK(report::date_time(test::utc("2026-03-15T12:00:00Z"), 0h).value == 46096.5);
}

TEST_CASE("numbers are numeric cells with a format, texts are texts, absent ones are left out") {
  const auto xml = report::sheet_xml({"s",
                                      {{"a & b"}, {"c"}},
                                      {{"=1+1 <x>", report::Number{1.2501, NumberFormat::ratio}},
                                       {{}, report::Number{5, NumberFormat::plain}}}},
                                     true);
  CHECK_THAT(xml, Contains("<c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t "
                           "xml:space=\"preserve\">a &amp; b</t></is></c>"));
  CHECK_THAT(xml, Contains("t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1 &lt;x&gt;</t>"));
  CHECK_THAT(xml, Contains("<c r=\"B2\" s=\"2\"><v>1.2501</v></c>"));
  CHECK_THAT(xml, Contains("<row r=\"3\"><c r=\"B3\" s=\"0\"><v>5</v></c></row>"));
  CHECK_THAT(xml, Contains("state=\"frozen\"") && !Contains("<f>"));
}

TEST_CASE("what XML cannot hold is replaced, and a text too long for a cell is cut") {
  CHECK(report::xml_text(std::string("a\0\x1f\nb", 5)) == "a\xEF\xBF\xBD\xEF\xBF\xBD\nb");
  const auto cut = report::xml_text(std::string(31'999, 'x') + "电" + std::string(900, 'y'));
  CHECK(cut == std::string(31'999, 'x') + "…");
}

TEST_CASE("columns after Z have two letters") {
  report::Sheet sheet{"s", {}, {std::vector<report::Cell>(28, report::Number{1})}};
  const auto xml = report::sheet_xml(sheet, true);
  CHECK_THAT(xml, Contains("r=\"Z2\"") && Contains("r=\"AA2\"") && Contains("r=\"AB2\""));
}

TEST_CASE("a report is a workbook of four sheets") {
  const auto book = member(xlsx(test::month_report()), "xl/workbook.xml");
  CHECK_THAT(book, Contains("name=\"Summary\"") && Contains("name=\"Trend\"") &&
                       Contains("name=\"Meters\"") && Contains("name=\"Events\""));
  const auto zh = xlsx(test::month_report(), config::Language::zh);
  CHECK_THAT(member(zh, "xl/workbook.xml"), Contains("name=\"汇总\""));
  CHECK_THAT(member(zh, "xl/worksheets/sheet1.xml"), Contains("数据中心总耗电量"));
}

TEST_CASE("its values are numbers that can be computed with") {
  const auto bytes = xlsx(test::month_report());
  const auto summary = member(bytes, "xl/worksheets/sheet1.xml");
  CHECK_THAT(summary, Contains("s=\"2\"><v>1.2501</v>") && Contains("s=\"3\"><v>930074.4</v>"));
  const auto trend = member(bytes, "xl/worksheets/sheet2.xml");
  // 2026-03-01 is 46,082; the day that is not known has neither ratio nor energies.
  CHECK_THAT(trend, Contains("<c r=\"A2\" s=\"6\"><v>46082</v></c>"));
  CHECK_THAT(trend, Contains("<c r=\"E2\" s=\"3\"><v>29720</v></c>"));
  CHECK_THAT(trend, Contains("r=\"A7\"") && !Contains("r=\"B7\"") && !Contains("r=\"E7\""));
  const auto meters = member(bytes, "xl/worksheets/sheet3.xml");
  CHECK_THAT(meters, Contains("ups-a &lt;script&gt;") && Contains("<c r=\"J2\" s=\"5\"><v>46096<"));
  CHECK_THAT(member(bytes, "xl/worksheets/sheet4.xml"), Contains(">=display dark<"));
}

TEST_CASE("equal reports give equal bytes, created when they are as of") {
  const auto bytes = xlsx(test::month_report());
  CHECK(bytes == xlsx(test::month_report()));
  CHECK_THAT(member(bytes, "docProps/core.xml"),
             Contains("2026-04-15T02:30:00Z</dcterms:created>"));
}

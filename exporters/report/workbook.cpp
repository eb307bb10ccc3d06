#include "exporters/report/workbook.h"

#include <fmt/format.h>

#include "base/rfc3339.h"
#include "exporters/page/html.h"
#include "exporters/report/sheet_xml.h"
#include "exporters/report/zip_bytes.h"

namespace pue::report {
namespace {

constexpr std::string_view declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view office = "http://schemas.openxmlformats.org/officeDocument/2006";
constexpr std::string_view package = "http://schemas.openxmlformats.org/package/2006";
constexpr std::string_view content_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml";

std::string content_types(std::size_t sheets) {
  auto xml = fmt::format(
      "{0}<Types xmlns=\"{1}/content-types\">"
      "<Default Extension=\"rels\" "
      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      "<Override PartName=\"/docProps/core.xml\" "
      "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
      "<Override PartName=\"/xl/workbook.xml\" ContentType=\"{2}.sheet.main+xml\"/>"
      "<Override PartName=\"/xl/styles.xml\" ContentType=\"{2}.styles+xml\"/>",
      declaration, package, content_type);
  for (std::size_t i = 1; i <= sheets; ++i)
    xml += fmt::format(
        "<Override PartName=\"/xl/worksheets/sheet{}.xml\" ContentType=\"{}.worksheet+xml\"/>", i,
        content_type);
  return xml + "</Types>";
}

std::string package_relations() {
  return fmt::format(
      "{0}<Relationships xmlns=\"{1}/relationships\">"
      "<Relationship Id=\"rId1\" Type=\"{2}/relationships/officeDocument\" "
      "Target=\"xl/workbook.xml\"/>"
      "<Relationship Id=\"rId2\" Type=\"{1}/relationships/metadata/core-properties\" "
      "Target=\"docProps/core.xml\"/></Relationships>",
      declaration, package, office);
}

std::string core_properties(const Workbook& workbook) {
  return fmt::format(
      "{}<cp:coreProperties xmlns:cp=\"{}/metadata/core-properties\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>"
      "<dc:creator>pued</dc:creator>"
      "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{}</dcterms:created></cp:coreProperties>",
      declaration, package, xml_text(workbook.title), format_rfc3339(workbook.created));
}

std::string workbook_part(const Workbook& workbook) {
  std::string sheets;
  for (std::size_t i = 0; i < workbook.sheets.size(); ++i)
    sheets += fmt::format("<sheet name=\"{}\" sheetId=\"{}\" r:id=\"rId{}\"/>",
                          xml_text(workbook.sheets[i].name), i + 1, i + 1);
  return fmt::format(
      "{}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
      "xmlns:r=\"{}/relationships\"><bookViews><workbookView/></bookViews>"
      "<sheets>{}</sheets></workbook>",
      declaration, office, sheets);
}

std::string workbook_relations(std::size_t sheets) {
  auto xml = fmt::format("{}<Relationships xmlns=\"{}/relationships\">", declaration, package);
  for (std::size_t i = 1; i <= sheets; ++i)
    xml += fmt::format(
        "<Relationship Id=\"rId{0}\" Type=\"{1}/relationships/worksheet\" "
        "Target=\"worksheets/sheet{0}.xml\"/>",
        i, office);
  return xml + fmt::format(
                   "<Relationship Id=\"rId{}\" Type=\"{}/relationships/styles\" "
                   "Target=\"styles.xml\"/></Relationships>",
                   sheets + 1, office);
}

/// 1970-01-01 in days since 1899-12-30.
constexpr double epoch_day = 25569;

}  // namespace

Number date_time(UtcTime t, std::chrono::seconds utc_offset) {
  using Days = std::chrono::duration<double, std::ratio<86400>>;
  return {epoch_day + Days(t.time_since_epoch() + utc_offset).count(), NumberFormat::date_time};
}

Number date(std::chrono::year_month_day day) {
  const auto days = std::chrono::sys_days{day}.time_since_epoch().count();
  return {epoch_day + static_cast<double>(days), NumberFormat::date};
}

std::string to_bytes(const Workbook& workbook) {
  const auto count = workbook.sheets.size();
  ZipMembers parts{{"[Content_Types].xml", content_types(count)},
                   {"_rels/.rels", package_relations()},
                   {"docProps/core.xml", core_properties(workbook)},
                   {"xl/workbook.xml", workbook_part(workbook)},
                   {"xl/_rels/workbook.xml.rels", workbook_relations(count)},
                   {"xl/styles.xml", std::string(declaration) + styles_xml()}};
  for (std::size_t i = 0; i < count; ++i)
    parts.emplace_back(fmt::format("xl/worksheets/sheet{}.xml", i + 1),
                       std::string(declaration) + sheet_xml(workbook.sheets[i], i == 0));
  return zip_bytes(parts);
}

}  // namespace pue::report

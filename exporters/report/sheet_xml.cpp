#include "exporters/report/sheet_xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "exporters/page/html.h"

namespace pue::report {
namespace {

constexpr std::string_view main_namespace =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Positions in cellXfs of styles_xml: text, head, then the formats of numbers.
constexpr int head_style = 1;
int style_of(NumberFormat format) {
  return format == NumberFormat::plain ? 0 : head_style + static_cast<int>(format);
}

/// 0 → A, 25 → Z, 26 → AA.
std::string column_name(std::size_t column) {
  std::string name(1, static_cast<char>('A' + column % 26));
  return column < 26 ? name : column_name(column / 26 - 1) + name;
}

struct CellXml {
  std::string at;  // "B2"

  std::string text(std::string_view value, int style) const {
    return fmt::format(
        "<c r=\"{}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", at,
        style, xml_text(value));
  }
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const std::string& value) const {
    return value.empty() ? value : text(value, 0);
  }
  std::string operator()(const Number& number) const {
    if (!std::isfinite(number.value)) return {};
    return fmt::format("<c r=\"{}\" s=\"{}\"><v>{}</v></c>", at, style_of(number.format),
                       number.value);
  }
};

std::string head_row(const Sheet& sheet) {
  std::string xml = "<row r=\"1\">";
  for (std::size_t i = 0; i < sheet.columns.size(); ++i)
    xml += CellXml{column_name(i) + "1"}.text(sheet.columns[i].head, head_style);
  return xml + "</row>";
}

std::string row_xml(const std::vector<Cell>& cells, std::size_t number) {
  auto xml = fmt::format("<row r=\"{}\">", number);
  for (std::size_t i = 0; i < cells.size(); ++i)
    xml += std::visit(CellXml{column_name(i) + std::to_string(number)}, cells[i]);
  return xml + "</row>";
}

std::string widths(const Sheet& sheet) {
  std::string xml = "<cols>";
  for (std::size_t i = 0; i < sheet.columns.size(); ++i)
    xml += fmt::format("<col min=\"{0}\" max=\"{0}\" width=\"{1}\" customWidth=\"1\"/>", i + 1,
                       sheet.columns[i].width);
  return xml + "</cols>";
}

/// At most `longest` bytes, cut between characters.
std::string_view cut(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return text;
  auto end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

std::string xml_text(std::string_view text) {
  constexpr std::size_t longest = 32'000;  // a cell holds 32,767 characters
  const auto kept = cut(text, longest);
  std::string clean;
  for (const char c : kept) {
    const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n';
    if (control)
      clean += "\xEF\xBF\xBD";
    else
      clean += c;
  }
  if (kept.size() < text.size()) clean += "…";
  return page::escape(clean);
}

std::string sheet_xml(const Sheet& sheet, bool selected) {
  auto xml = fmt::format(
      "<worksheet xmlns=\"{}\"><sheetViews><sheetView{} workbookViewId=\"0\">"
      "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
      "</sheetView></sheetViews>{}<sheetData>{}",
      main_namespace, selected ? " tabSelected=\"1\"" : "", widths(sheet), head_row(sheet));
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) xml += row_xml(sheet.rows[i], i + 2);
  return xml + "</sheetData><pageSetup paperSize=\"9\" orientation=\"landscape\"/></worksheet>";
}

std::string styles_xml() {
  std::string formats, cells;
  // In the order of NumberFormat, from `ratio` on.
  int id = 164;  // the first that is free
  for (const auto* code : {"0.0000", "#,##0.0", "0.0%", "yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd hh:mm"}) {
    formats += fmt::format("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", id, code);
    cells += fmt::format(
        "<xf numFmtId=\"{}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
        "applyNumberFormat=\"1\"/>",
        id++);
  }
  return fmt::format(
      "<styleSheet xmlns=\"{}\"><numFmts count=\"5\">{}</numFmts>"
      "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
      "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
      "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
      "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
      "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
      "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
      "</cellStyleXfs><cellXfs count=\"7\">"
      "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
      "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
      "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>{}</cellXfs>"
      "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
      "</cellStyles></styleSheet>",
      main_namespace, formats, cells);
}

}  // namespace pue::report

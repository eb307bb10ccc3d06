#include "exporters/report/summary_sheet.h"

#include <fmt/format.h>

#include "exporters/report/cells.h"

namespace pue::report {
namespace {

class Rows {
 public:
  explicit Rows(const Context& context) : context_(context) {}

  void add(std::string name, Cell value, std::string unit = "", std::string note = "") {
    rows_.push_back({std::move(name), std::move(value), std::move(unit), std::move(note)});
  }
  void add_key(std::string_view key, Cell value, std::string unit = "", std::string note = "") {
    add(text(key), std::move(value), std::move(unit), std::move(note));
  }
  std::string text(std::string_view key) const { return context_.messages.text(key); }
  std::vector<std::vector<Cell>> take() { return std::move(rows_); }

 private:
  const Context& context_;
  std::vector<std::vector<Cell>> rows_;
};

void add_site(Rows& rows, const Context& context) {
  const auto& report = context.report;
  rows.add_key("report.site", report.site.name);
  rows.add_key("page.period", report.period_name, "", report.zone_name);
  rows.add_key("report.from", moment(context, report.period.start));
  rows.add_key("report.to", moment(context, report.period.end));
  rows.add_key("report.as_of", moment(context, report.as_of));
  rows.add_key("report.category", Number{static_cast<double>(report.category)});
  rows.add_key("report.it_level", context.plain_word("it_level", name(report.site.it_level)));
  rows.add_key("page.equation", report.equation);
  rows.add_key("report.method_version", Number{static_cast<double>(kpi::method_version)});
  rows.add_key("report.made_by",
               context.messages.text("page.version", {{"version", report.version}}));
}

std::string why_insufficient(const Context& context, kpi::Insufficient why) {
  if (why == kpi::Insufficient::none) return {};
  return context.messages.text(
      "page.insufficient_reason",
      {{"reason", context.messages.text(fmt::format("insufficient.{}", name(why)))}});
}

void add_ratio(Rows& rows, const Context& context) {
  const auto& of = context.report.figures.figures;
  rows.add_key("page.pue", number(context.ratio(), NumberFormat::ratio), "",
               why_insufficient(context, of.insufficient));
  rows.add_key("page.uncertainty", number(of.uncertainty, NumberFormat::ratio));
  for (std::size_t i = 0; i < of.pue_by_category.size(); ++i)
    rows.add(fmt::format("PUE{}", i + 1), number(of.pue_by_category[i], NumberFormat::ratio));
  rows.add_key("page.coverage", percent(of.coverage()));
  rows.add_key("page.estimated_share", percent(of.estimated_share));
  if (!context.report.figures.annual)
    rows.add_key("page.indication", rows.text("report.indication"));
}

void add_caps(Rows& rows, const Context& context) {
  for (const auto& cap : context.report.figures.caps) {
    const auto* complies = !cap.complies   ? "page.undecided"
                           : *cap.complies ? "page.complies"
                                           : "page.exceeds";
    const auto name_of = [&](std::string_view key) {
      return fmt::format("{}: {}", rows.text(key), cap.policy.id);
    };
    rows.add(name_of("page.cap"),
             Number{static_cast<double>(cap.policy.cap.count) / 1e6, NumberFormat::ratio}, "",
             cap.policy.source);
    rows.add(name_of("page.complies_heading"), rows.text(complies));
    rows.add(name_of("page.verdict"), context.plain_word("verdict", name(cap.verdict)));
  }
}

void add_energies(Rows& rows, const Context& context) {
  const auto& of = context.report.figures.figures;
  rows.add_key("page.facility_energy", kwh(of.facility), "kWh");
  rows.add_key("page.it_energy", kwh(of.it), "kWh");
  const auto part = [&](std::string_view key, std::string_view prefix, std::string_view name) {
    return fmt::format("{}: {}", rows.text(key), context.plain_word(prefix, name));
  };
  for (std::size_t s = 0; s < of.overhead.size(); ++s)
    rows.add(part("page.overhead", "subsystem", name(static_cast<site::Subsystem>(s))),
             kwh(of.overhead[s]), "kWh");
  for (std::size_t s = 0; s < of.sources.size(); ++s)
    rows.add(part("page.sources", "role", name(static_cast<site::Role>(s))), kwh(of.sources[s]),
             "kWh");
}

void add_shares(Rows& rows, const Context& context) {
  const auto& of = context.report.figures.figures;
  for (std::size_t m = 0; m < of.renewable_ungated.size(); ++m) {
    const auto& share = of.renewable_ungated[m];
    if (!share) continue;
    const auto method = context.plain_word("method", name(kpi::ShareMethod(m)));
    const auto label = [&](std::string_view bound) {
      return fmt::format("{}, {}: {}", rows.text("page.renewable_share"), method, rows.text(bound));
    };
    rows.add(label("page.low"), percent(share->low.ratio()));
    rows.add(label("page.high"), percent(share->high.ratio()));
  }
  if (of.utilisation) rows.add_key("page.utilisation", percent(of.utilisation->ratio()));
  if (const auto& account = context.report.figures.certificates)
    rows.add_key("report.certificates", kwh(account->retired), "kWh");
}

void add_masses(Rows& rows, const Context& context) {
  const auto& of = context.report.figures;
  std::optional<kpi::Milligrams> calorific, equivalent, location, market;
  if (of.coal.calorific) calorific = of.coal.calorific->sum;
  if (of.coal.equivalent) equivalent = of.coal.equivalent->sum;
  if (of.location_based) location = of.location_based->co2;
  if (of.market_based) market = of.market_based->co2;
  rows.add_key("page.coal_calorific", tonnes(calorific), "tce");
  rows.add_key("page.coal_equivalent", tonnes(equivalent), "tce");
  rows.add_key("page.co2", tonnes(location), "t");
  rows.add_key("page.co2_market", tonnes(market), "t");
  rows.add_key("page.cue", number(of.carbon_usage_effectiveness, NumberFormat::ratio), "kg/kWh");
  if (of.figures.water_usage)
    rows.add_key(
        "report.wue",
        Number{of.figures.water_usage->cubic_metres_per_megawatt_hour(), NumberFormat::ratio},
        "m³/MWh");
  if (of.figures.energy_reuse)
    rows.add_key("report.erf", Number{of.figures.energy_reuse->ratio(), NumberFormat::ratio});
}

}  // namespace

Sheet summary_sheet(const Context& context) {
  Rows rows(context);
  add_site(rows, context);
  add_ratio(rows, context);
  add_caps(rows, context);
  add_energies(rows, context);
  add_shares(rows, context);
  add_masses(rows, context);
  return {context.messages.text("report.sheet_summary"),
          {column(context, "page.figure", 48), column(context, "page.value", 20),
           column(context, "report.unit", 10), column(context, "report.remark", 60)},
          rows.take()};
}

}  // namespace pue::report

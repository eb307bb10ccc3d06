#include "exporters/report/csv_report.h"

#include <fmt/format.h>

#include "exporters/report/csv_line.h"
#include "exporters/report/csv_records.h"
#include "exporters/report/mass_section.h"

namespace pue::report {
namespace {

std::string site_lines(const PeriodReport& report) {
  std::string text;
  const auto add = [&](std::string_view name, std::string note) {
    text += to_text({"report", std::string(name), report.period, {}, {}, {}, std::move(note)});
  };
  add("site", report.site.name);
  add("period", report.period_name);
  add("zone", report.zone_name);
  add("equation", report.equation);
  add("it_level", std::string(name(report.site.it_level)));
  add("version", report.version);
  text += to_text({"report", "as_of", {report.as_of, report.as_of}});
  text += to_text({"report", "category", report.period, report.category});
  text += to_text({"report", "method_version", report.period, kpi::method_version});
  text += to_text({"report", "entries", report.period, static_cast<double>(report.entries)});
  return text;
}

void add_shares(std::string& text, std::string_view section, const kpi::WindowFigures& of,
                const std::string& quality) {
  for (std::size_t m = 0; m < of.renewable_ungated.size(); ++m) {
    const auto& share = of.renewable_ungated[m];
    if (!share) continue;
    const auto method = name(static_cast<kpi::ShareMethod>(m));
    const auto add = [&](std::string_view bound, const kpi::Share& value) {
      text += to_text({section, fmt::format("renewable_share:{}:{}", method, bound), of.period,
                       value.ratio(), "ratio", quality});
    };
    add("low", share->low);
    add("high", share->high);
  }
}

void add_energies(std::string& text, std::string_view section, const kpi::WindowFigures& of,
                  const std::string& quality) {
  const auto add = [&](std::string name, std::optional<Joules> energy) {
    text += to_text({section, std::move(name), of.period, kilowatt_hours(energy), "kWh", quality});
  };
  add("facility_energy", of.facility);
  add("it_energy", of.it);
  for (std::size_t s = 0; s < of.overhead.size(); ++s)
    add(fmt::format("overhead_energy:{}", name(static_cast<site::Subsystem>(s))), of.overhead[s]);
  for (std::size_t s = 0; s < of.sources.size(); ++s)
    add(fmt::format("source_energy:{}", name(static_cast<site::Role>(s))), of.sources[s]);
}

/// `quality` is "sufficient", or why the gate was not passed.
std::string figure_lines(std::string_view section, const kpi::WindowFigures& of) {
  const std::string quality = of.insufficient == kpi::Insufficient::none
                                  ? "sufficient"
                                  : std::string(name(of.insufficient));
  std::string text;
  const auto add = [&](std::string_view name, std::optional<double> value, std::string_view unit) {
    text += to_text({section, std::string(name), of.period, value, unit, quality});
  };
  add("pue", of.pue ? of.pue : of.pue_ungated, "");
  add("uncertainty", of.uncertainty, "");
  add("coverage", of.coverage(), "ratio");
  add("estimated_share", of.estimated_share, "ratio");
  for (std::size_t i = 0; i < of.pue_by_category.size(); ++i)
    if (of.pue_by_category[i]) add(fmt::format("pue{}", i + 1), of.pue_by_category[i], "");
  add_energies(text, section, of, quality);
  add_shares(text, section, of, quality);
  if (of.utilisation) add("renewable_utilisation", of.utilisation->ratio(), "ratio");
  if (of.water_usage) add("wue", of.water_usage->cubic_metres_per_megawatt_hour(), "m3/MWh");
  if (of.energy_reuse) add("erf", of.energy_reuse->ratio(), "ratio");
  return text;
}

std::string mass_lines(const PeriodReport& report) {
  const auto& of = report.figures;
  std::string text;
  const auto add = [&](std::string_view name, std::optional<double> value, std::string_view unit) {
    text += to_text({"figure", std::string(name), report.period, value, unit});
  };
  const auto tonnes_of = [](const auto& mass) {
    return mass ? std::optional(tonnes(mass->sum)) : std::nullopt;
  };
  const auto co2_of = [](const auto& account) {
    return account ? std::optional(tonnes(account->co2)) : std::nullopt;
  };
  add("standard_coal:calorific", tonnes_of(of.coal.calorific), "tce");
  add("standard_coal:equivalent", tonnes_of(of.coal.equivalent), "tce");
  add("carbon:location", co2_of(of.location_based), "t");
  add("carbon:market", co2_of(of.market_based), "t");
  add("cue", of.carbon_usage_effectiveness, "kg/kWh");
  if (of.certificates) add("certificates", kilowatt_hours(of.certificates->retired), "kWh");
  for (const auto& [account, use] : used_factors(of))
    text += to_text(
        {"factor", fmt::format("{}:{}", name(use.factor.kind), use.year), report.period,
         static_cast<double>(use.factor.milligrams_per_kwh) / 1e6, "kg/kWh", use.factor.confidence,
         fmt::format("{}; {}; {}", use.factor.region, use.factor.year, use.factor.source)});
  return text;
}

std::string judgement_lines(const PeriodReport& report) {
  std::string text;
  for (const auto& cap : report.figures.caps) {
    text += to_text({"cap", cap.policy.id, report.period,
                     static_cast<double>(cap.policy.cap.count) / 1e6, "",
                     std::string(name(cap.verdict)), cap.policy.source});
    text += to_text({"complies", cap.policy.id, report.period,
                     cap.complies ? std::optional<double>(*cap.complies) : std::nullopt, "",
                     report.figures.annual ? "" : "indication"});
  }
  for (const auto& figure : report.figures.targets)
    text += to_text({"target", fmt::format("{}:{}", figure.target.id, name(figure.target.method)),
                     report.period, static_cast<double>(figure.target.share.count) / 1e6, "ratio",
                     figure.answer ? std::string(name(*figure.answer)) : "", figure.target.source});
  return text;
}

}  // namespace

std::string to_csv(const PeriodReport& report) {
  auto text = std::string(csv_header) + site_lines(report) +
              figure_lines("figure", report.figures.figures) + mass_lines(report) +
              judgement_lines(report);
  for (const auto& step : report.figures.trend) text += figure_lines("trend", step);
  return text + record_lines(report);
}

}  // namespace pue::report

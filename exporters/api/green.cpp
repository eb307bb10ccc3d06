#include "exporters/api/green.h"

#include "exporters/api/fields.h"

namespace pue::api {
namespace {

namespace json = boost::json;

/// Rounded once, a half to even.
std::int64_t kilowatt_hours(Joules energy) {
  constexpr std::int64_t joules = 1000 * joules_per_watt_hour;
  auto whole = energy.count / joules;
  auto rest = energy.count % joules;
  if (rest < 0) {
    rest += joules;
    --whole;
  }
  if (2 * rest > joules || (2 * rest == joules && whole % 2 != 0)) ++whole;
  return whole;
}

std::string day_before(std::chrono::year_month_day day) {
  return kpi::to_text(std::chrono::sys_days{day} - std::chrono::days{1});
}

json::object target(const engine::TargetFigure& figure) {
  json::object object;
  add_text(object, "policy", figure.target.id);
  add_text(object, "method", name(figure.target.method));
  // One division of two exact numbers gives the double nearest to the decimal.
  object[figure.target.exceeded ? "above" : "at_least"] =
      static_cast<double>(figure.target.share.count) / 1e6;
  if (figure.share) {
    object["low"] = figure.share->low.ratio();
    object["high"] = figure.share->high.ratio();
  }
  if (figure.answer) add_text(object, "answer", name(*figure.answer));
  add_text(object, "derivation", figure.derivation);
  add_text(object, "source", figure.target.source);
  add_text(object, "confidence", figure.target.confidence);
  return object;
}

json::object carbon_account(kpi::Milligrams co2, const std::vector<kpi::FactorUse>& used,
                            const kpi::GensetCarbon& genset) {
  json::object object;
  object["co2_kilograms"] = kilograms(co2);
  auto rows = factors(used);
  for (auto& row : factors(genset.used)) rows.push_back(std::move(row));
  object["factors"] = std::move(rows);
  add(object, "genset_not_counted_joules", std::optional(genset.not_counted));
  return object;
}

json::object key_energy_user(kpi::Milligrams rolling_year) {
  json::object object;
  object["standard_coal_tonnes"] = tonnes(rolling_year);
  object["threshold_tonnes"] = tonnes(kpi::key_user_threshold);
  object["is_key_energy_user"] = kpi::is_key_user(rolling_year);
  return object;
}

}  // namespace

json::array factors(const std::vector<kpi::FactorUse>& used) {
  json::array array;
  for (const auto& use : used) {
    json::object object;
    object["year"] = use.year;
    add(object, "energy_joules", std::optional(use.energy));
    add_text(object, "kind", name(use.factor.kind));
    add_text(object, "region", use.factor.region);
    object["factor_year"] = use.factor.year;
    // One division of two exact numbers gives the double nearest to the decimal.
    object["kg_per_kwh"] = static_cast<double>(use.factor.milligrams_per_kwh) / 1e6;
    add_text(object, "source", use.factor.source);
    add_text(object, "confidence", use.factor.confidence);
    array.push_back(std::move(object));
  }
  return array;
}

json::array renewable_targets(const std::vector<engine::TargetFigure>& figures) {
  json::array array;
  for (const auto& figure : figures) array.push_back(target(figure));
  return array;
}

json::object account(const engine::CertificateFigure& figure,
                     const std::optional<kpi::ShareRange>& ref) {
  json::object object;
  object["as_of"] = kpi::to_text(figure.as_of);
  add(object, "retired_joules", std::optional(figure.retired));
  object["entries"] = figure.counted->size();
  if (ref) {
    object["renewable_energy_factor"] = ref->low.ratio();
    object["renewable_energy_factor_high"] = ref->high.ratio();
  }
  return object;
}

json::object carbon(const std::optional<kpi::LocationBased>& location,
                    const std::optional<kpi::MarketBased>& market,
                    std::optional<double> usage_effectiveness) {
  json::object object;
  if (location)
    object["location_based"] = carbon_account(location->co2, location->grid, location->genset);
  if (market) {
    auto account = carbon_account(market->co2, market->residual, market->genset);
    add(account, "covered_joules", std::optional(market->covered));
    object["market_based"] = std::move(account);
  }
  add(object, "usage_effectiveness_kg_per_kwh", usage_effectiveness);
  return object;
}

json::object standard_coal(const kpi::CoalEquivalent& coal) {
  json::object object;
  if (coal.calorific) object["calorific_tonnes"] = tonnes(coal.calorific->sum);
  if (coal.equivalent) object["equivalent_tonnes"] = tonnes(coal.equivalent->sum);
  return object;
}

json::object green_year(const engine::ClosedFigures& closed) {
  json::object object;
  if (closed.certificates) {
    const auto& annual = closed.windows[kpi::position(kpi::Window::twelve_months)];
    object["certificates"] =
        account(*closed.certificates, annual.renewable(kpi::ShareMethod::attributes));
  }
  auto accounts =
      carbon(closed.location_based, closed.market_based, closed.carbon_usage_effectiveness);
  if (!accounts.empty()) object["carbon"] = std::move(accounts);
  if (auto coal = standard_coal(closed.coal); !coal.empty())
    object["standard_coal"] = std::move(coal);
  if (const auto& coal = closed.coal.calorific)
    object["key_energy_user"] = key_energy_user(coal->sum);
  if (closed.grade) object["indicative_grade"] = to_string(name(*closed.grade));
  return object;
}

json::object eu_2024_1364(const engine::EuFigure& figure) {
  const auto& of = figure.indicators;
  json::object object;
  object["year"] = figure.year;
  object["coverage"] = figure.coverage;
  const auto add_energy = [&](std::string_view key, std::optional<Joules> energy) {
    if (energy) object[to_string(key)] = kilowatt_hours(*energy);
  };
  add_energy("EDC_kwh", of.edc);
  add_energy("EDC-BG_kwh", of.edc_bg);
  add_energy("EDC_without_EDC-BG_kwh", of.edc_without_backup);
  add_energy("EIT_kwh", of.eit);
  add_energy("ERES-TOT_kwh", of.eres_tot);
  add_energy("ERES-GOO_kwh", of.eres_goo);
  add_energy("ERES-PPA_kwh", of.eres_ppa);
  add_energy("ERES-OS_kwh", of.eres_os);
  add_energy("EREUSE_kwh", of.ereuse);
  if (of.win) object["WIN_m3"] = cubic_metres(*of.win);
  if (const auto& ref = figure.renewable_energy_factor) object["REF"] = ref->ratio();
  return object;
}

json::array certificates(const std::vector<kpi::Certificate>& counted) {
  json::array array;
  for (const auto& certificate : counted) {
    json::object object;
    add_text(object, "kind", name(certificate.kind));
    add_text(object, "number", certificate.number);
    object["period_start"] = kpi::to_text(certificate.start);
    object["period_end"] = day_before(certificate.end);
    object["kwh"] = certificate.kwh;
    if (certificate.retired_on) object["retired_on"] = kpi::to_text(*certificate.retired_on);
    add_text(object, "source", certificate.source);
    array.push_back(std::move(object));
  }
  return array;
}

}  // namespace pue::api

#include "commands/check.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "commands/bus_description.h"
#include "commands/load_or_explain.h"
#include "config/scalar.h"
#include "kpi/policy.h"
#include "site/site_model.h"

namespace pue::commands {
namespace {

constexpr int highest_category = 3;

std::string_view point_of_category(int category) {
  return category == 2 ? "pdu_output" : "it_input";
}

/// IT meters in use whose own category is below `wanted`.
std::vector<std::string> meters_below(const site::SiteModel& model,
                                      const site::SiteSettings& settings, int wanted) {
  std::vector<std::string> names;
  for (const auto& term : model.it()) {
    const auto& meter = settings.meters[term.meter.index];
    if (meter.role != site::Role::it) continue;
    const auto point = meter.point.value_or(settings.facts.it_level);
    if (site::category(point) < wanted) names.push_back(meter.name);
  }
  return names;
}

void describe_boundary(const site::SiteSettings& settings, std::ostream& out) {
  const auto model = site::SiteModel::build(settings);
  if (!model) return;  // load() has refused it already
  fmt::print(out, "\nBoundary: {}\n", model->equation(settings));
  fmt::print(out, "PUE category {} (ISO/IEC 30134-2), derived from where IT energy is measured\n",
             model->category());
  if (model->category() == highest_category) return;
  const int next = model->category() + 1;
  fmt::print(out,
             "  missing for category {}: meters with point: {} below {}, children: complete there, "
             "and site.it_level: {}\n",
             next, point_of_category(next), fmt::join(meters_below(*model, settings, next), ", "),
             point_of_category(next));
}

void describe_policies(const engine::Settings& settings, std::chrono::year_month_day today,
                       std::ostream& out) {
  const auto rows = kpi::applicable(settings.policies, settings.site.facts, today);
  fmt::print(out, "\nCaps in force on {:04}-{:02}-{:02}\n", static_cast<int>(today.year()),
             static_cast<unsigned>(today.month()), static_cast<unsigned>(today.day()));
  for (const auto& row : rows) {
    fmt::print(out, "  {}\n", kpi::derivation(row, settings.site.facts));
  }
  if (!rows.empty()) return;
  fmt::print(out,
             "  WARNING: none; PUE is shown without a verdict. {} rows are known; they ask for "
             "site.hub_node, site.commissioned and site.standard_racks\n",
             settings.policies.size());
}

void describe_confidence(const engine::Settings& settings, std::ostream& out) {
  for (std::size_t i = 0; i < settings.connections.size(); ++i) {
    const auto& connection = settings.connections[i];
    if (connection.confidence == meter::Confidence::high) continue;
    fmt::print(out,
               "\nWARNING: {}: the register map {} has confidence {}; compare its first values "
               "with the display of the meter\n",
               settings.site.meters[i].name, connection.profile,
               connection.confidence == meter::Confidence::low ? "low" : "medium");
  }
}

std::chrono::year_month_day today_in_utc() {
  const auto now = std::chrono::system_clock::now();
  return std::chrono::floor<std::chrono::days>(now);
}

}  // namespace

void describe(const config::Configuration& configuration, std::chrono::year_month_day today,
              std::ostream& out) {
  const auto& settings = configuration.engine;
  fmt::print(
      out, "Site {}, {}: {} meters, polled every {}; ledger {}\n", settings.site.facts.name,
      settings.site.zone.name(), settings.connections.size(),
      config::duration_text(settings.polling.interval),
      configuration.ledger_path.empty() ? "none, no history is kept" : configuration.ledger_path);
  describe_buses(settings, out);
  describe_boundary(settings.site, out);
  describe_policies(settings, today, out);
  describe_confidence(settings, out);
}

int check(const std::filesystem::path& config_file, std::chrono::year_month_day today,
          std::ostream& out, std::ostream& errors) {
  const auto configuration = load_or_explain(config_file, errors);
  if (!configuration) return 1;
  describe(*configuration, today, out);
  return 0;
}

void add_check(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("check", "Whether a configuration is good, what it means");
  const auto config_file = std::make_shared<std::string>();
  command->add_option("CONFIG", *config_file, "The configuration file")->required();
  command->callback([config_file, &exit_code] {
    exit_code = check(*config_file, today_in_utc(), std::cout, std::cerr);
  });
}

}  // namespace pue::commands

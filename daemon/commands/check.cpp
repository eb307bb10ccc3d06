#include "commands/check.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <iostream>

#include "commands/bus_description.h"
#include "commands/command_line.h"
#include "commands/load_or_explain.h"
#include "commands/register_maps.h"
#include "config/scalar.h"
#include "kpi/policy.h"
#include "site/it_branches.h"
#include "site/site_model.h"

namespace pue::commands {
namespace {

/// PUE1 to PUE3 that are shown side by side, and what keeps the site from the next category.
void describe_categories(const site::SiteModel& model, const site::SiteSettings& settings,
                         std::ostream& out) {
  fmt::print(out, "PUE category {} (ISO/IEC 30134-2), derived from where IT energy is measured\n",
             model.category());
  for (int category = 1; category <= site::it_categories; ++category) {
    const auto& sum = model.it_level_sum(category);
    if (sum) fmt::print(out, "  PUE{}: E_it = {}\n", category, to_text(*sum, settings));
  }
  const int next = model.category() + 1;
  if (next > site::it_categories) return;
  auto missing = site::missing_at_level(settings, *site::MeterTree::build(settings.meters), next);
  if (site::category(settings.facts.it_level) < next) {
    missing.push_back(fmt::format("site.it_level: {}", site::point_of_category(next)));
  }
  fmt::print(out, "  missing for category {}: {}\n", next, fmt::join(missing, "; "));
}

void describe_allocated(const site::SiteModel& model, std::ostream& out) {
  const auto note = [&](std::string_view what, const site::SignedSum& sum) {
    if (!is_allocated(sum)) return;
    fmt::print(out, "  allocated: {} has a part of a meter; keep the key of division with it\n",
               what);
  };
  note("E_facility", model.facility());
  note("E_it", model.it());
  for (const auto& part : model.subsystems()) note(name(part.subsystem), part.sum);
}

/// Water and heat stand beside the boundary of electricity.
void describe_other_media(const site::SiteModel& model, const site::SiteSettings& settings,
                          std::ostream& out) {
  if (!model.water().empty())
    fmt::print(out, "Water, for WUE: {}\n", site::to_text(model.water(), settings));
  if (!model.reused_heat().empty())
    fmt::print(out, "Reused heat, for ERF: {}\n", site::to_text(model.reused_heat(), settings));
}

void describe_boundary(const site::SiteSettings& settings, std::ostream& out) {
  const auto model = site::SiteModel::build(settings);
  if (!model) return;  // load() has refused it already
  fmt::print(out, "\nBoundary: {}\n", model->equation(settings));
  describe_allocated(*model, out);
  describe_categories(*model, settings, out);
  describe_other_media(*model, settings, out);
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

int check(const std::filesystem::path& config_file, std::chrono::year_month_day today, bool strict,
          std::ostream& out, std::ostream& errors) {
  const auto configuration = load_or_explain(config_file, errors);
  if (!configuration) return 1;
  describe(*configuration, today, out);
  describe_register_maps(configuration->engine,
                         runtime::DataFiles(runtime::data_directories(config_file)), out);
  if (!strict || plan_fits(configuration->engine)) return 0;
  fmt::print(errors, "{}: the requests of a bus do not fit into its time (--strict)\n",
             config_file.string());
  return 1;
}

void add_check(CommandLine& line) {
  auto command = line.command("check", "Whether a configuration is good, what it means");
  const auto config_file = std::make_shared<std::string>();
  command.option("CONFIG", *config_file, "The configuration file").required();
  const auto strict = std::make_shared<bool>(false);
  command.flag("--strict", *strict, "A bus whose requests do not fit is an error");
  command.run([config_file, strict] {
    return check(*config_file, today_in_utc(), *strict, std::cout, std::cerr);
  });
}

}  // namespace pue::commands

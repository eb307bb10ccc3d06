#include "config/factors.h"

#include <fmt/format.h>

#include <set>
#include <tuple>

#include "config/nearest.h"
#include "config/scalar.h"
#include "config/words.h"
#include "config/yaml_guard.h"

namespace pue::config {
namespace {

constexpr IntegerBounds years{1990, 2200};
/// No fuel makes more of a kilowatt-hour; grams for kilograms are caught.
constexpr std::int64_t most_milligrams_per_kwh = 10'000'000;

/// What a row is for; each place has one row.
using Place = std::tuple<kpi::FactorKind, std::string, int>;
Place place_of(const kpi::EnergyFactor& row) { return {row.kind, row.region, row.year}; }

std::string described(const kpi::EnergyFactor& row) {
  return fmt::format("factor {} of {} for {}", kpi::name(row.kind), row.region, row.year);
}

kpi::FactorKind read_kind(const Mapping& map) {
  map.require("kind", "write grid, residual, genset, calorific or equivalent");
  const auto word = map.text("kind");
  const auto kind = word ? kpi::factor_kind_from_name(*word) : std::nullopt;
  if (word && !kind) {
    map.complain(
        "kind",
        fmt::format("\"{}\" is not grid, residual, genset, calorific or equivalent", *word));
  }
  return kind.value_or(kpi::FactorKind::grid);
}

std::string read_region(const Mapping& map) {
  map.require("region", "write for example region: inner-mongolia, or national");
  auto region = map.text("region").value_or("");
  if (!region.empty() && !is_dashed_words(region)) {
    map.complain("region", fmt::format("\"{}\" is not lower-case words joined by dashes", region));
  }
  return region;
}

std::int64_t read_milligrams(const Mapping& map) {
  map.require("kg_per_kwh", "write for example kg_per_kwh: 0.5306");
  const auto count = map.parsed("kg_per_kwh", map.plain("kg_per_kwh"), parse_millionths);
  if (count && *count > most_milligrams_per_kwh) {
    map.complain("kg_per_kwh", "more than 10 kg per kWh; is it in grams?");
  }
  return count.value_or(0);
}

kpi::EnergyFactor read_factor(const YAML::Node& node, ErrorList& errors) {
  const Mapping map(node, Section::factor, "a factor", errors);
  kpi::EnergyFactor row;
  row.kind = read_kind(map);
  row.region = read_region(map);
  map.require("year", "write the year of consumption that it is for");
  row.year = static_cast<int>(map.integer("year", years).value_or(0));
  row.milligrams_per_kwh = read_milligrams(map);
  map.require("source", "write who published it, and where");
  row.source = map.text("source").value_or("");
  row.confidence = read_confidence(map);
  return row;
}

}  // namespace

std::variant<std::vector<kpi::EnergyFactor>, LocatedErrors> load_factors(const SourceText& file) {
  auto tree = parse_guarded(file);
  if (auto* wrong = std::get_if<LocatedErrors>(&tree)) return std::move(*wrong);
  ErrorList errors(file);
  const Mapping map(std::get<YAML::Node>(tree), Section::factor_file, "the factor file", errors);
  map.require("factors", "list the rows");
  std::vector<kpi::EnergyFactor> rows;
  std::set<Place> places;
  for (const auto& node : sequence(map.child("factors"), "\"factors\"", errors)) {
    auto row = read_factor(node, errors);
    if (!places.insert(place_of(row)).second) {
      errors.add(node.Mark(), described(row) + " is there twice");
    }
    rows.push_back(std::move(row));
  }
  if (!errors.empty()) return errors.sorted();
  return rows;
}

std::vector<kpi::EnergyFactor> read_factors(const std::vector<SourceText>& files,
                                            ErrorList& errors) {
  std::vector<kpi::EnergyFactor> all;
  std::set<Place> places;
  for (const auto& file : files) {
    auto loaded = load_factors(file);
    if (const auto* wrong = std::get_if<LocatedErrors>(&loaded)) {
      errors.append(*wrong);
      continue;
    }
    for (auto& row : std::get<std::vector<kpi::EnergyFactor>>(loaded)) {
      if (!places.insert(place_of(row)).second) {
        errors.append({{file.file, 1, 1,
                        described(row) + " is already in another file of the factor table; keep "
                                         "one of them"}});
      }
      all.push_back(std::move(row));
    }
  }
  return all;
}

void check_grid_region(const Mapping& document, const engine::Settings& settings,
                       ErrorList& errors) {
  const auto& region = settings.site.facts.grid_region;
  if (region.empty()) return;
  std::set<std::string_view> regions;
  for (const auto& row : settings.green.factors) {
    if (row.kind == kpi::FactorKind::grid) regions.insert(row.region);
  }
  if (regions.count(region) > 0) return;
  const std::vector<std::string_view> known(regions.begin(), regions.end());
  auto hint = did_you_mean(region, known);
  if (hint.empty()) hint = fmt::format("; the table has: {}", fmt::join(known, ", "));
  errors.add(document.mark_of("site"),
             fmt::format("no CO2 factor for grid_region \"{}\"{}", region, hint));
}

}  // namespace pue::config

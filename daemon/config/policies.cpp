// load_policies: one file of config/policies/ → caps on PUE and targets of the renewable share.
#include <fmt/format.h>

#include <map>

#include "config/load.h"
#include "config/mapping.h"
#include "config/scalar.h"
#include "config/words.h"
#include "config/yaml_guard.h"

namespace pue::config {
namespace {

kpi::PolicyScope read_scope(const YAML::Node& node, ErrorList& errors) {
  const Mapping map(node, Section::policy_scope, "the scope", errors);
  kpi::PolicyScope scope;
  scope.hub_node = map.boolean("hub_node");
  if (const auto racks = map.integer("racks_from", {1, 10'000'000})) {
    scope.racks_from = static_cast<int>(*racks);
  }
  scope.commissioned_from = map.date("commissioned_from");
  scope.commissioned_before = map.date("commissioned_before");
  scope.retrofitted = map.boolean("retrofitted");
  scope.park = read_park(map, "park");
  return scope;
}

std::string read_id(Mapping& map) {
  map.require("id", "write lower-case words joined by dashes");
  const auto id = map.text("id");
  if (!id) return "";
  map.set_subject(fmt::format("policy \"{}\"", *id));
  if (!is_dashed_words(*id)) {
    map.complain("id", fmt::format("\"{}\" is not lower-case words joined by dashes", *id));
  }
  return *id;
}

kpi::Millionths read_cap(const Mapping& map) {
  map.require("cap", "write the number that PUE must not exceed, for example cap: 1.25");
  const auto count = map.parsed("cap", map.plain("cap"), parse_millionths);
  if (count && *count < 1'000'000) map.complain("cap", "no PUE is below 1");
  return {count.value_or(0)};
}

/// What rows of both kinds have beside their number.
template <class Row>
void read_common(Mapping& map, Row& row, ErrorList& errors) {
  row.id = read_id(map);
  map.require("valid_from", "write the date from which it is in force");
  if (const auto date = map.date("valid_from")) row.valid_from = *date;
  row.scope = read_scope(map.child("scope"), errors);
  map.require("source", "write title and place of the text");
  row.source = map.text("source").value_or("");
  row.confidence = read_confidence(map);
}

kpi::PolicyRow read_policy(const YAML::Node& node, ErrorList& errors) {
  Mapping map(node, Section::policy, "a policy", errors);
  kpi::PolicyRow row;
  read_common(map, row, errors);
  row.cap = read_cap(map);
  return row;
}

void read_target_share(const Mapping& map, kpi::RenewableTarget& row) {
  row.exceeded = map.has("above");
  if (row.exceeded && map.has("at_least")) map.complain("above", "is there beside \"at_least\"");
  const auto* key = row.exceeded ? "above" : "at_least";
  map.require(key, "write the share as a fraction, for example at_least: 0.5, or above: 0.8");
  const auto share = map.parsed(key, map.plain(key), parse_millionths);
  if (share && *share > 1'000'000) map.complain(key, "no share is above 1");
  row.share = {share.value_or(0)};
}

kpi::RenewableTarget read_target(const YAML::Node& node, ErrorList& errors) {
  Mapping map(node, Section::renewable_target, "a renewable target", errors);
  kpi::RenewableTarget row;
  read_common(map, row, errors);
  read_target_share(map, row);
  map.require("method", "write interval, hourly, annual, cfe or attributes");
  const auto word = map.text("method");
  const auto method = word ? kpi::share_method_from_name(*word) : std::nullopt;
  if (word && !method) {
    map.complain("method",
                 fmt::format("\"{}\" is not interval, hourly, annual, cfe or attributes", *word));
  }
  row.method = method.value_or(row.method);
  return row;
}

using Lines = std::map<std::string, int>;  // by id

template <class Row>
std::vector<Row> read_rows(const Mapping& map, std::string_view key, Lines& lines,
                           Row (*read)(const YAML::Node&, ErrorList&), ErrorList& errors) {
  std::vector<Row> rows;
  for (const auto& node : sequence(map.child(key), fmt::format("\"{}\"", key), errors)) {
    auto row = read(node, errors);
    const auto [first, fresh] = lines.emplace(row.id, node.Mark().line + 1);
    if (!fresh) {
      errors.add(node.Mark(), fmt::format("duplicate policy \"{}\", first given in line {}", row.id,
                                          first->second));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::variant<PolicyTable, LocatedErrors> load_policies(const SourceText& file) {
  auto tree = parse_guarded(file);
  if (auto* wrong = std::get_if<LocatedErrors>(&tree)) return std::move(*wrong);
  ErrorList errors(file);
  const Mapping map(std::get<YAML::Node>(tree), Section::policy_file, "the policy file", errors);
  if (!map.has("renewable_targets")) map.require("policies", "list the rows");
  PolicyTable table;
  Lines lines;
  table.caps = read_rows(map, "policies", lines, read_policy, errors);
  table.renewable_targets = read_rows(map, "renewable_targets", lines, read_target, errors);
  if (!errors.empty()) return errors.sorted();
  return table;
}

}  // namespace pue::config

// load_policies: one file of config/policies/ → policy rows.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "config/load.h"
#include "config/mapping.h"
#include "config/scalar.h"
#include "config/yaml_guard.h"

namespace pue::config {
namespace {

/// A row's id is a label value and lasts longer than any text about it.
bool is_policy_id(std::string_view id) {
  return is_name(id) && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

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
  return scope;
}

std::string read_id(Mapping& map) {
  map.require("id", "write lower-case words joined by dashes");
  const auto id = map.text("id");
  if (!id) return "";
  map.set_subject(fmt::format("policy \"{}\"", *id));
  if (!is_policy_id(*id)) {
    map.complain("id", fmt::format("\"{}\" is not lower-case words joined by dashes", *id));
  }
  return *id;
}

std::string read_confidence(const Mapping& map) {
  map.require("confidence", "write confidence: read, reported or assumed");
  const auto text = map.text("confidence").value_or("");
  if (!text.empty() && text != "read" && text != "reported" && text != "assumed") {
    map.complain("confidence", fmt::format("\"{}\" is not read, reported or assumed", text));
  }
  return text;
}

kpi::Millionths read_cap(const Mapping& map) {
  map.require("cap", "write the number that PUE must not exceed, for example cap: 1.25");
  const auto count = map.parsed("cap", map.plain("cap"), parse_millionths);
  if (count && *count < 1'000'000) map.complain("cap", "no PUE is below 1");
  return {count.value_or(0)};
}

kpi::PolicyRow read_policy(const YAML::Node& node, ErrorList& errors) {
  Mapping map(node, Section::policy, "a policy", errors);
  kpi::PolicyRow row;
  row.id = read_id(map);
  row.cap = read_cap(map);
  map.require("valid_from", "write the date from which the cap is in force");
  if (const auto date = map.date("valid_from")) row.valid_from = *date;
  row.scope = read_scope(map.child("scope"), errors);
  map.require("source", "write title and place of the text");
  row.source = map.text("source").value_or("");
  row.confidence = read_confidence(map);
  return row;
}

}  // namespace

std::variant<std::vector<kpi::PolicyRow>, LocatedErrors> load_policies(const SourceText& file) {
  auto tree = parse_guarded(file);
  if (auto* wrong = std::get_if<LocatedErrors>(&tree)) return std::move(*wrong);
  ErrorList errors(file);
  const Mapping map(std::get<YAML::Node>(tree), Section::policy_file, "the policy file", errors);
  map.require("policies", "list the rows");
  std::vector<kpi::PolicyRow> rows;
  std::map<std::string, int> lines;
  for (const auto& node : sequence(map.child("policies"), "\"policies\"", errors)) {
    auto row = read_policy(node, errors);
    const auto [first, fresh] = lines.emplace(row.id, node.Mark().line + 1);
    if (!fresh) {
      errors.add(node.Mark(), fmt::format("duplicate policy \"{}\", first given in line {}", row.id,
                                          first->second));
    }
    rows.push_back(std::move(row));
  }
  if (!errors.empty()) return errors.sorted();
  return rows;
}

}  // namespace pue::config

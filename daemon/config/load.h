// Configuration texts → settings, or every error at once, each with its place and remedy. Reads no
// file itself: the shell passes texts and answers look-ups.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/zone.h"
#include "engine/settings.h"

namespace pue::config {

/// "pued.yaml:14:7: unknown key "adress", did you mean "address"?"; line and column from 1.
struct LocatedError {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;
  std::string text() const;
};
using LocatedErrors = std::vector<LocatedError>;
/// All of them, one a line.
std::string text_of(const LocatedErrors& errors);

/// A text of a named file, as the shell found it.
struct SourceText {
  std::string file;
  std::string text;
};

/// How the loader learns what lies outside the text.
struct Lookups {
  /// "eastron/sdm630" → its profile file, or nothing.
  std::function<std::optional<SourceText>(const std::string& name)> profile;
  /// Names of all profiles, for "did you mean".
  std::function<std::vector<std::string>()> profile_names;
  /// "Asia/Shanghai" → its offsets, or nothing.
  std::function<std::optional<Zone>(const std::string& name)> zone;
  /// The policy table (config/policies/*.yaml).
  std::vector<SourceText> policies;
  /// The factor table (config/factors/*.yaml).
  std::vector<SourceText> factors;
  /// A file that the configuration names; a relative path is taken from its folder. Error: why not.
  std::function<Result<SourceText>(const std::string& path)> file =
      [](const std::string&) -> Result<SourceText> { return Error{"no files are at hand"}; };
};

/// Delays and thresholds of the generated alert rules, with their defaults.
struct AlertSettings {
  struct Rule {
    Duration hold;  // `for:`
  };
  Rule pue_above_cap{std::chrono::minutes{30}};
  Rule live_above_cap{std::chrono::minutes{30}};
  Rule budget_burn{std::chrono::minutes{15}};
  Rule projection_above_cap{std::chrono::hours{24}};
  Rule meter_down{std::chrono::minutes{2}};
  Rule meter_frozen{std::chrono::minutes{15}};
  Rule meter_contradiction{std::chrono::minutes{30}};
  Rule meter_swapped{Duration{0}};
  Rule calibration_expires{std::chrono::hours{1}};
  Rule coverage_low{std::chrono::minutes{15}};
  Rule link_overloaded{std::chrono::minutes{15}};
  Rule daemon_down{std::chrono::minutes{2}};
  Rule evidence_at_risk{std::chrono::minutes{5}};
  Rule checkpoints_unsynced{std::chrono::hours{2}};
  Rule clock_unsynchronised{std::chrono::hours{1}};
};

struct Configuration {
  engine::Settings engine;
  AlertSettings alerts;
  std::string ledger_path;        // "" without `ledger:`: no history is kept
  std::string checkpoint_folder;  // where checkpoints are kept as files; "" without
  /// Calendar years before the current one whose detail the ledger keeps; absent: all of it.
  std::optional<std::uint64_t> detail_years;
  std::string control_socket;  // "" without `control:`: puectl cannot ask the daemon
  std::string events_file;     // as `events:` names it; "" without
  // As read: evidence of what was in force.
  SourceText source;
  std::vector<SourceText> register_maps;  // of the profiles that meters name, by name
};

/// The configuration's text and after it, as comments, the register maps that its meters use: it
/// says how every register was understood, and still loads as the configuration that it is.
std::string text_in_force(const Configuration& configuration);

std::variant<Configuration, LocatedErrors> load(const SourceText& file, const Lookups& lookups);

/// One profile file (config/profiles/VENDOR/MODEL.yaml).
std::variant<meter::Profile, LocatedErrors> load_profile(const std::string& name,
                                                         const SourceText& file);
/// One file of the policy table (config/policies/*.yaml).
struct PolicyTable {
  std::vector<kpi::PolicyRow> caps;
  std::vector<kpi::RenewableTarget> renewable_targets;
};
std::variant<PolicyTable, LocatedErrors> load_policies(const SourceText& file);

}  // namespace pue::config

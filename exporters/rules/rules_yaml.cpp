#include "exporters/rules/rules_yaml.h"

#include <fmt/format.h>

#include "exporters/rules/alert.h"
#include "exporters/rules/promql.h"
#include "exporters/rules/recording_rules.h"

namespace pue::rules {
namespace {

/// A YAML single-quoted scalar: only the quote itself needs care (YAML 1.2, 7.3.2).
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += '\'';
    result += c;
  }
  return result + "'";
}

/// A YAML literal block without final newline, for expressions of several lines.
std::string block(std::string_view text, int indent) {
  const std::string margin = '\n' + std::string(static_cast<std::size_t>(indent), ' ');
  std::string result = "|-" + margin;
  for (const char c : text) c == '\n' ? result += margin : result += c;
  return result;
}

std::string yaml(const RecordingRule& rule) {
  return fmt::format("      - record: {}\n        expr: {}\n", rule.record,
                     block(rule.expression, 10));
}

std::string yaml(const Alert& alert, const config::Messages& messages) {
  const auto text = [&](std::string_view part) {
    return quoted(messages.text(fmt::format("alert.{}.{}", alert.name, part), alert.shows));
  };
  std::string result =
      fmt::format("      - alert: {}\n        expr: {}\n        for: {}\n", alert.name,
                  block(alert.expression, 10), duration_text(alert.hold));
  if (alert.keep_firing > Duration{0})
    result += fmt::format("        keep_firing_for: {}\n", duration_text(alert.keep_firing));
  return result + fmt::format(
                      "        labels:\n"
                      "          severity: {}\n"
                      "        annotations:\n"
                      "          summary: {}\n"
                      "          description: {}\n"
                      "          runbook_url: {}{}.md\n",
                      name(alert.severity), text("summary"), text("description"), runbook_base,
                      alert.name);
}

}  // namespace

std::string rules_yaml(const config::Configuration& configuration,
                       const config::Messages& messages) {
  const auto& site = configuration.engine.site.facts.name;
  std::string result = fmt::format(
      "# Recording and alerting rules of site {}, written by `puectl rules`. Not for editing:\n"
      "# change the configuration and write them again.\n"
      "groups:\n  - name: {}\n    rules:\n",
      site, quoted("pued-" + site + "-recording"));
  for (const auto& rule : recording_rules(site)) result += yaml(rule);
  result += fmt::format("  - name: {}\n    rules:\n", quoted("pued-" + site + "-alerts"));
  for (const auto& alert : alerts(configuration)) result += yaml(alert, messages);
  return result;
}

}  // namespace pue::rules

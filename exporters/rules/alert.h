// One alert before it is written: what it watches, how long it waits, and what its texts may show.
// The texts themselves are in the message catalogue, under "alert.NAME.summary" and ".description".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "config/load.h"
#include "config/messages.h"

namespace pue::rules {

/// Critical: someone is called. Warning: someone looks in working hours. Info: shown, not sent on.
enum class Severity : std::uint8_t { info, warning, critical };
std::string_view name(Severity severity);

/// Where the runbook of alert NAME is: runbook_base + NAME + ".md". The only place that says so.
inline constexpr std::string_view runbook_base =
    "https://github.com/pued/pued/blob/main/docs/runbooks/";

struct Alert {
  std::string name;  // "PueMeterDown": the runbook's name and part of the message keys
  Severity severity = Severity::warning;
  std::string expression;   // PromQL, several lines
  Duration hold{0};         // `for:`
  Duration keep_firing{0};  // `keep_firing_for:`, 0 for none
  /// What `{placeholder}` in a text stands for: a Prometheus template, expanded when it fires.
  config::Messages::Arguments shows;
};

/// Every alert of the site, in the order of the rules file. None judges a renewable share: PV gives
/// nothing every night (docs/domain.md, policy).
std::vector<Alert> alerts(const config::Configuration& configuration);

}  // namespace pue::rules

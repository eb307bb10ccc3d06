#include "exporters/rules/alert.h"

#include <iterator>
#include <stdexcept>

#include "exporters/rules/budget_alerts.h"
#include "exporters/rules/cap_alerts.h"
#include "exporters/rules/data_alerts.h"
#include "exporters/rules/operation_alerts.h"

namespace pue::rules {

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::critical:
      return "critical";
  }
  throw std::logic_error("no such severity");
}

std::vector<Alert> alerts(const config::Configuration& configuration) {
  std::vector<Alert> result = cap_alerts(configuration);
  for (auto&& more :
       {budget_alerts(configuration), data_alerts(configuration), operation_alerts(configuration)})
    result.insert(result.end(), more.begin(), more.end());
  for (auto& alert : result) alert.shows.emplace("site", configuration.engine.site.facts.name);
  return result;
}

}  // namespace pue::rules

#include "commands/load_or_explain.h"

#include <ostream>
#include <utility>
#include <variant>

#include "runtime/load_configuration.h"

namespace pue::commands {

std::optional<config::Configuration> load_or_explain(const std::filesystem::path& config_file,
                                                     std::ostream& errors) {
  auto loaded = runtime::load_configuration(config_file);
  if (const auto* wrong = std::get_if<config::LocatedErrors>(&loaded)) {
    for (const auto& error : *wrong) errors << error.text() << '\n';
    return std::nullopt;
  }
  return std::get<config::Configuration>(std::move(loaded));
}

}  // namespace pue::commands

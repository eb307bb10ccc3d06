// How every command that needs a configuration gets it.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>

#include "config/load.h"

namespace pue::commands {

/// Nothing when it has errors; they are on `errors`, one a line as file:line:col: message.
std::optional<config::Configuration> load_or_explain(const std::filesystem::path& config_file,
                                                     std::ostream& errors);

}  // namespace pue::commands

// The configuration file of a path, with its profiles, policies, factors and the files
// it names from this machine: what pued and puectl start from.
#pragma once

#include <filesystem>
#include <variant>

#include "config/load.h"

namespace pue::runtime {

/// Look-ups that answer from the data directories of that configuration and from the machine's zone
/// database.
config::Lookups lookups_for(const std::filesystem::path& config_file);

/// A relative path of the ledger or of a named file is taken from the folder of the configuration.
/// A file that cannot be read is one error at 1:1.
std::variant<config::Configuration, config::LocatedErrors> load_configuration(
    const std::filesystem::path& config_file);
/// The same with look-ups of the caller's.
std::variant<config::Configuration, config::LocatedErrors> load_configuration(
    const std::filesystem::path& config_file, const config::Lookups& lookups);

}  // namespace pue::runtime

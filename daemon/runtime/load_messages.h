// The message catalogue from the data directories.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "config/messages.h"

namespace pue::runtime {

/// messages/en.yaml and messages/zh.yaml, nearest to the configuration first. Error: which is
/// missing or at which place it is wrong.
Result<config::Catalogue> load_messages(const std::filesystem::path& config_file);

}  // namespace pue::runtime

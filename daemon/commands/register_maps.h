// Which files the register maps of a site are from, for `puectl check`: an operator's own file
// comes before one of the same name that is shipped, which nobody should have to guess.
#pragma once

#include <iosfwd>

#include "engine/settings.h"
#include "runtime/data_files.h"

namespace pue::commands {

/// A line for each profile that a meter of the site uses, sorted: its file, and the files of the
/// same name that it comes before although they say something else. Nothing without profiles.
void describe_register_maps(const engine::Settings& settings, const runtime::DataFiles& files,
                            std::ostream& out);

}  // namespace pue::commands

#include "commands/known_profiles.h"

#include <fmt/format.h>

#include "runtime/data_files.h"

namespace pue::commands {

Result<std::vector<meter::Profile>> known_profiles(const std::optional<std::string>& name) {
  const runtime::DataFiles files(runtime::data_directories({}));
  std::vector<meter::Profile> profiles;
  for (const auto& known : files.profile_names()) {
    if (name && *name != known) continue;
    const auto text = files.profile(known);
    if (!text) continue;
    auto loaded = config::load_profile(known, *text);
    if (const auto* wrong = std::get_if<config::LocatedErrors>(&loaded)) {
      return Error{wrong->front().text()};
    }
    profiles.push_back(std::get<meter::Profile>(std::move(loaded)));
  }
  if (!profiles.empty()) return profiles;
  return Error{name ? fmt::format("unknown profile \"{}\"; known are {}", *name,
                                  fmt::join(files.profile_names(), ", "))
                    : "no profiles found; set PUED_DATA_DIR to the folder that has them"};
}

}  // namespace pue::commands

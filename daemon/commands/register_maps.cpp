#include "commands/register_maps.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <set>

namespace pue::commands {
namespace {

bool differ(const std::filesystem::path& one, const std::filesystem::path& other) {
  const auto a = runtime::read_bounded(one), b = runtime::read_bounded(other);
  return !a || !b || *a != *b;
}

}  // namespace

void describe_register_maps(const engine::Settings& settings, const runtime::DataFiles& files,
                            std::ostream& out) {
  std::set<std::string> names;
  for (const auto& connection : settings.connections) {
    if (!connection.profile.empty()) names.insert(connection.profile);
  }
  if (!names.empty()) fmt::print(out, "\nRegister maps\n");
  for (const auto& name : names) {
    const auto found = files.all(std::filesystem::path("profiles") / (name + ".yaml"));
    if (found.empty()) continue;  // it has vanished since the configuration was read
    fmt::print(out, "  {}: {}\n", name, found.front().string());
    for (std::size_t i = 1; i < found.size(); ++i) {
      if (differ(found.front(), found[i]))
        fmt::print(out, "    WARNING: it comes before {}, which differs\n", found[i].string());
    }
  }
}

}  // namespace pue::commands

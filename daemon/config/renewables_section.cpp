#include "config/renewables_section.h"

#include <fmt/format.h>

#include "config/certificate_account.h"
#include "config/grid_series.h"

namespace pue::config {
namespace {

/// The file named by a key, if it is there and good; else its errors are told.
template <class T>
std::optional<T> read_file(const Mapping& map, std::string_view key, const Lookups& lookups,
                           std::variant<T, LocatedErrors> (*parse)(const SourceText&)) {
  const auto path = map.text(key);
  if (!path) return std::nullopt;
  const auto file = lookups.file(*path);
  if (!file) {
    map.complain(key, fmt::format("\"{}\" {}", *path, file.error().message));
    return std::nullopt;
  }
  auto parsed = parse(*file);
  if (auto* good = std::get_if<T>(&parsed)) return std::move(*good);
  map.errors().append(std::get<LocatedErrors>(parsed));
  return std::nullopt;
}

}  // namespace

void read_renewables(const YAML::Node& node, const Lookups& lookups, engine::GreenSettings& green,
                     ErrorList& errors) {
  const Mapping map(node, Section::renewables, "\"renewables\"", errors);
  green.grid_cfe = read_file(map, "grid_cfe", lookups, load_grid_series);
  green.certificates = read_file(map, "certificates", lookups, load_certificates);
}

}  // namespace pue::config

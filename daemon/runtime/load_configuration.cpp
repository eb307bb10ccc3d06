#include "runtime/load_configuration.h"

#include <memory>

#include "runtime/data_files.h"
#include "runtime/zone_database.h"

namespace pue::runtime {
namespace {

Result<config::SourceText> named_file(const std::filesystem::path& path) {
  auto text = read_bounded(path);
  if (!text) return text.error();
  return config::SourceText{path.string(), *std::move(text)};
}

}  // namespace

config::Lookups lookups_for(const std::filesystem::path& config_file) {
  const auto files = std::make_shared<const DataFiles>(data_directories(config_file));
  config::Lookups lookups;
  lookups.profile = [files](const std::string& name) { return files->profile(name); };
  lookups.profile_names = [files] { return files->profile_names(); };
  lookups.zone = find_zone;
  lookups.policies = files->policies();
  lookups.factors = files->factors();
  lookups.file = [folder = config_file.parent_path()](const std::string& path) {
    return named_file(folder / path);
  };
  return lookups;
}

std::variant<config::Configuration, config::LocatedErrors> load_configuration(
    const std::filesystem::path& config_file) {
  return load_configuration(config_file, lookups_for(config_file));
}

std::variant<config::Configuration, config::LocatedErrors> load_configuration(
    const std::filesystem::path& config_file, const config::Lookups& lookups) {
  auto text = read_bounded(config_file);
  if (!text) {
    return config::LocatedErrors{{config_file.string(), 1, 1, text.error().message}};
  }
  auto loaded = config::load({config_file.string(), *std::move(text)}, lookups);
  if (auto* configuration = std::get_if<config::Configuration>(&loaded)) {
    for (auto* path : {&configuration->ledger_path, &configuration->checkpoint_folder,
                       &configuration->control_socket})
      if (!path->empty()) *path = (config_file.parent_path() / *path).string();
  }
  return loaded;
}

}  // namespace pue::runtime

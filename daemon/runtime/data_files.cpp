#include "runtime/data_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/limits.h"
#include "config/profile_cache.h"

namespace pue::runtime {
namespace {

namespace fs = std::filesystem;

bool is_yaml_file(const fs::directory_entry& entry) {
  std::error_code ignored;  // an entry that vanishes meanwhile is not a file
  return entry.is_regular_file(ignored) && entry.path().extension() == ".yaml";
}

/// Files below a folder; a folder that is absent or closed to us has none.
std::vector<fs::path> yaml_files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator at(folder, options, error), end; !error && at != end;
       at.increment(error)) {
    if (is_yaml_file(*at)) files.push_back(at->path());
  }
  return files;
}

config::SourceText text_or_reason(const fs::path& path) {
  auto text = read_bounded(path);
  // In quotes it is a YAML text, never a mapping: refused, and shown in the refusal.
  if (!text) return {path.string(), fmt::format("\"{}\"", text.error().message)};
  return {path.string(), *std::move(text)};
}

}  // namespace

Result<std::string> read_bounded(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (error) return Error{"cannot be read: " + error.message()};
  // A pipe or a device would block or never end.
  if (!fs::is_regular_file(status)) return Error{"is not a regular file"};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(limits::config_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || !file.is_open()) {
    return Error{"cannot be read: " + std::generic_category().message(errno)};
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > limits::config_bytes) {
    return Error{fmt::format("has more than {} bytes", limits::config_bytes)};
  }
  return text;
}

Result<std::string> read_text_file(const fs::path& path) {
  auto text = read_bounded(path);
  if (!text) return Error{fmt::format("{}: {}", path.string(), text.error().message)};
  return text;
}

std::vector<fs::path> data_directories(const fs::path& config_file) {
  std::vector<fs::path> directories;
  if (const char* chosen = std::getenv("PUED_DATA_DIR"); chosen != nullptr && *chosen != '\0') {
    directories.emplace_back(chosen);
  }
  directories.push_back(config_file.has_parent_path() ? config_file.parent_path() : fs::path("."));
  directories.emplace_back("/etc/pued");
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  if (!error) directories.push_back(program.parent_path().parent_path() / "share" / "pued");
  directories.emplace_back(PUED_INSTALLED_DATA_DIR);
  directories.emplace_back(PUED_SOURCE_CONFIG_DIR);
  return directories;
}

std::optional<fs::path> DataFiles::find(const fs::path& relative) const {
  for (const auto& directory : directories_) {
    std::error_code error;
    auto path = directory / relative;
    if (fs::is_regular_file(path, error)) return path;
  }
  return std::nullopt;
}

std::vector<fs::path> DataFiles::all(const fs::path& relative) const {
  std::vector<fs::path> files;
  for (const auto& directory : directories_) {
    std::error_code error;
    auto path = directory / relative;
    const auto same = [&](const fs::path& other) { return fs::equivalent(other, path, error); };
    if (fs::is_regular_file(path, error) && std::none_of(files.begin(), files.end(), same))
      files.push_back(std::move(path));
  }
  return files;
}

std::optional<config::SourceText> DataFiles::profile(const std::string& name) const {
  if (!config::is_profile_name(name)) return std::nullopt;
  const auto path = find(fs::path("profiles") / (name + ".yaml"));
  if (!path) return std::nullopt;
  return text_or_reason(*path);
}

std::vector<std::string> DataFiles::profile_names() const {
  std::set<std::string> names;
  for (const auto& directory : directories_) {
    const auto folder = directory / "profiles";
    for (const auto& file : yaml_files_below(folder)) {
      auto name = file.lexically_relative(folder).replace_extension().generic_string();
      if (config::is_profile_name(name)) names.insert(std::move(name));
    }
  }
  return {names.begin(), names.end()};
}

std::vector<config::SourceText> DataFiles::table(const fs::path& folder) const {
  std::map<std::string, fs::path> by_name;
  for (const auto& directory : directories_) {
    for (auto& file : yaml_files_below(directory / folder)) {
      by_name.emplace(file.filename().string(), std::move(file));
    }
  }
  std::vector<config::SourceText> texts;
  for (const auto& [name, path] : by_name) texts.push_back(text_or_reason(path));
  return texts;
}

}  // namespace pue::runtime

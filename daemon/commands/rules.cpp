#include "commands/rules.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "exporters/rules/rules_yaml.h"

namespace pue::commands {
namespace {

/// Beside the file, so that the renaming stays within one file system.
Result<void> replace_file(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path written = path.string() + ".new";
  std::ofstream file(written, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  std::error_code failure;
  if (file.fail()) {
    std::filesystem::remove(written, failure);
    return Error{fmt::format("{}: cannot be written; is its folder there, writable and not full?",
                             written.string())};
  }
  std::filesystem::rename(written, path, failure);
  if (!failure) return {};
  const auto reason = failure.message();
  std::filesystem::remove(written, failure);
  return Error{fmt::format("{}: cannot be replaced: {}", path.string(), reason)};
}

}  // namespace

Result<void> rules(const config::Configuration& configuration, const config::Messages& messages,
                   const std::string& output, std::ostream& out) {
  const auto text = pue::rules::rules_yaml(configuration, messages);
  if (!output.empty() && output != "-") return replace_file(output, text);
  out << text << std::flush;
  if (!out) return Error{"standard output: cannot be written"};
  return {};
}

}  // namespace pue::commands

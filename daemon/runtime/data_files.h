// The files that come with the program and that an operator may replace one by one: profiles,
// policies, factors, messages. It finds and reads them; what they mean is the configuration
// loader's affair.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/load.h"

namespace pue::runtime {

/// The text of a regular file of at most limits::config_bytes. Error: why not, without the path.
Result<std::string> read_bounded(const std::filesystem::path& path);
/// The same; the error names the path.
Result<std::string> read_text_file(const std::filesystem::path& path);

/// Where data files are looked for, first match wins: $PUED_DATA_DIR, the folder of the
/// configuration, /etc/pued, ../share/pued beside the program, the folder of the installation, the
/// source tree that the program was built from.
std::vector<std::filesystem::path> data_directories(const std::filesystem::path& config_file);

class DataFiles {
 public:
  explicit DataFiles(std::vector<std::filesystem::path> directories)
      : directories_(std::move(directories)) {}

  /// The first file of that relative path ("messages/en.yaml").
  std::optional<std::filesystem::path> find(const std::filesystem::path& relative) const;
  /// Every file of that relative path, the one that counts first; a folder that is reached in two
  /// ways gives one.
  std::vector<std::filesystem::path> all(const std::filesystem::path& relative) const;
  /// The profile of a name ("eastron/sdm630"); nothing when there is none, or for a path. One that
  /// cannot be read has the reason as its text, which the loader refuses and shows.
  std::optional<config::SourceText> profile(const std::string& name) const;
  /// Names of all profiles, sorted.
  std::vector<std::string> profile_names() const;
  /// Every policies/*.yaml by file name; one in an earlier folder replaces its namesake. One that
  /// cannot be read has the reason as its text: it must not pass for "no policy".
  std::vector<config::SourceText> policies() const { return table("policies"); }
  /// Every factors/*.yaml, in the same way.
  std::vector<config::SourceText> factors() const { return table("factors"); }

 private:
  std::vector<config::SourceText> table(const std::filesystem::path& folder) const;

  std::vector<std::filesystem::path> directories_;
};

}  // namespace pue::runtime

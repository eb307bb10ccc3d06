// A folder as a zip file, and back. Equal content gives equal bytes: members by name, all of one
// date. It knows nothing of what is in them.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace pue::commands {

/// Replaces `archive` once it is whole. Error: which file, and why not.
Result<void> pack(const std::filesystem::path& folder, const std::filesystem::path& archive);

/// Members into `folder`, which exists and is empty. Error: not a zip file, or a member that would
/// land outside of it.
Result<void> unpack(const std::filesystem::path& archive, const std::filesystem::path& folder);

/// A folder that is gone when this is.
class ScratchFolder {
 public:
  /// Beside the system's other temporary files. Throws std::filesystem::filesystem_error.
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace pue::commands

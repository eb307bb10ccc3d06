// A directory with the ledger's signed checkpoints, a file SIZE.txt each, from where a program of
// the operator's carries them off the machine. A file that stands there is never written again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "ledger/history_store.h"

namespace pue::runtime {

/// What a round came to.
struct FolderState {
  std::uint64_t unsynced = 0;  // signed, and not in the directory
  std::string error;           // "": all are there
};

class CheckpointFolder {
 public:
  explicit CheckpointFolder(std::filesystem::path path) : path_(std::move(path)) {}

  /// Writes what the ledger has signed and the directory lacks, each whole or not at all; makes the
  /// directory where only its last part is missing. The first round looks at every checkpoint,
  /// later ones at those since the last round that found all in place.
  FolderState complete(ledger::HistoryStore& store);

 private:
  std::filesystem::path path_;
  std::uint64_t complete_through_ = 0;  // entries
};

}  // namespace pue::runtime

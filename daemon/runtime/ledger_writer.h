// The one thread that writes history. Intervals wait in a bounded queue while the disk is slow,
// full or gone; polling and metrics never wait for it. While nothing waits, it drops the detail
// that a rule keeps no longer.
#pragma once

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/telemetry.h"
#include "ledger/history_store.h"
#include "runtime/checkpoint_folder.h"

namespace pue::runtime {

class LedgerWriter {
 public:
  /// `checkpoints`: where each signed checkpoint is kept as a file.
  explicit LedgerWriter(std::unique_ptr<ledger::HistoryStore> store,
                        std::optional<CheckpointFolder> checkpoints = {});
  /// Tries to write what is queued and a clean end, then ends.
  ~LedgerWriter();

  /// Takes intervals and the state after them; returns at once.
  void write(std::vector<site::SiteInterval> intervals, ledger::StoredState state);
  /// Waits until everything queued so far is committed. False: not within `timeout`.
  bool flush(std::chrono::milliseconds timeout);
  engine::StoreHealth health() const;

 private:
  struct Batch {
    std::vector<site::SiteInterval> intervals;
    ledger::StoredState state;
  };

  void run();
  bool commit(const Batch& batch);
  bool drop_detail();
  void merge_oldest();
  bool note_checkpoint();
  void sync_checkpoints();
  void close();

  std::unique_ptr<ledger::HistoryStore> store_;
  std::optional<CheckpointFolder> checkpoints_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Batch> queue_;  // a batch being committed stays in place
  engine::StoreHealth health_;
  bool committing_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace pue::runtime

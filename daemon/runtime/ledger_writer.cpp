#include "runtime/ledger_writer.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "base/limits.h"
#include "runtime/clock.h"

namespace pue::runtime {
namespace {

constexpr auto retry_after = std::chrono::seconds{1};
// Between two steps of dropping detail: readers and the disk have their turn.
constexpr auto drop_pause = std::chrono::milliseconds{50};

template <class T>
void prepend(std::vector<T>& later, const std::vector<T>& before) {
  later.insert(later.begin(), before.begin(), before.end());
}

}  // namespace

LedgerWriter::LedgerWriter(std::unique_ptr<ledger::HistoryStore> store,
                           std::optional<CheckpointFolder> checkpoints)
    : store_(std::move(store)), checkpoints_(std::move(checkpoints)) {
  if (const auto records = store_->records()) health_.records = *records;
  note_checkpoint();
  thread_ = std::thread([this] { run(); });
}

LedgerWriter::~LedgerWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LedgerWriter::write(std::vector<site::SiteInterval> intervals, ledger::StoredState state) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(intervals), std::move(state)});
    if (queue_.size() > limits::unacknowledged_intervals) merge_oldest();
  }
  changed_.notify_all();
}

/// Beyond the bound two batches become one: the newer state suffices, no interval and nothing of
/// the clock is dropped.
void LedgerWriter::merge_oldest() {
  const auto kept = std::next(queue_.begin(), committing_ ? 1 : 0);
  const auto merged = std::next(kept);
  std::move(merged->intervals.begin(), merged->intervals.end(),
            std::back_inserter(kept->intervals));
  const auto before = std::exchange(kept->state, std::move(merged->state));
  prepend(kept->state.clock_steps, before.clock_steps);
  prepend(kept->state.clock_states, before.clock_states);
  prepend(kept->state.events, before.events);
  queue_.erase(merged);
}

bool LedgerWriter::flush(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, timeout, [this] { return queue_.empty() && !committing_; });
}

engine::StoreHealth LedgerWriter::health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

void LedgerWriter::run() {
  sync_checkpoints();
  bool dropping = false;
  const auto wanted = [this] { return stopping_ || !queue_.empty(); };
  std::unique_lock lock(mutex_);
  for (;;) {
    if (dropping && !changed_.wait_for(lock, drop_pause, wanted)) {
      lock.unlock();
      dropping = drop_detail();
      lock.lock();
      continue;
    }
    changed_.wait(lock, wanted);
    if (queue_.empty()) {
      lock.unlock();
      return close();
    }
    committing_ = true;
    const Batch& batch = queue_.front();
    lock.unlock();
    const bool committed = commit(batch);
    lock.lock();
    committing_ = false;
    if (committed) {
      queue_.pop_front();
      dropping = true;
      changed_.notify_all();
    } else if (stopping_) {
      return;
    } else {
      changed_.wait_for(lock, retry_after, [this] { return stopping_; });
    }
  }
}

/// Everything is written. A stop that cannot be entered is missed as after a crash.
void LedgerWriter::close() {
  if (const auto closed = store_->close(now().utc); !closed)
    spdlog::error("the end of the ledger is not signed: {}", closed.error().message);
  if (note_checkpoint()) sync_checkpoints();
}

/// The signed word leaves the machine with the log. True: there is a new one.
bool LedgerWriter::note_checkpoint() {
  const auto signed_now = store_->checkpoint();
  if (!signed_now || !*signed_now) return false;
  const std::lock_guard lock(mutex_);
  if (health_.checkpoint == (*signed_now)->note) return false;
  health_.checkpoint = (*signed_now)->note;
  health_.signed_records = (*signed_now)->entries;
  auto line = health_.checkpoint;
  std::replace(line.begin(), line.end(), '\n', '|');
  spdlog::info("checkpoint {}", line);
  return true;
}

void LedgerWriter::sync_checkpoints() {
  if (!checkpoints_) return;
  const auto state = checkpoints_->complete(*store_);
  const std::lock_guard lock(mutex_);
  health_.checkpoints_unsynced = state.unsynced;
  if (health_.checkpoints_error == state.error) return;
  if (state.error.empty())
    spdlog::info("the directory of checkpoints is complete again");
  else
    spdlog::error("the directory of checkpoints is not complete: {}", state.error);
  health_.checkpoints_error = state.error;
}

/// One step. True: there is more to do. What fails is tried again after the next commit.
bool LedgerWriter::drop_detail() {
  const auto more = store_->drop_detail(now().utc);
  if (!more) spdlog::error("old detail is not dropped: {}", more.error().message);
  if (note_checkpoint()) sync_checkpoints();
  return more && *more;
}

bool LedgerWriter::commit(const Batch& batch) {
  const auto written = store_->commit(batch.intervals, batch.state);
  const auto records = store_->records();
  if (written && note_checkpoint()) sync_checkpoints();
  const std::lock_guard lock(mutex_);
  if (written.has_error()) {
    if (health_.error != written.error().message)
      spdlog::error("history is not written, will retry: {}", written.error().message);
    health_.error = written.error().message;
    return false;
  }
  if (!health_.error.empty()) spdlog::info("history is written again");
  health_.error.clear();
  if (records) health_.records = *records;
  health_.last_commit = now().utc;
  return true;
}

}  // namespace pue::runtime

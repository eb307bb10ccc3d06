#include "runtime/ledger_writer.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "../store/fixture.h"
#include "base/limits.h"

using namespace pue;
using namespace pue::runtime;
using namespace std::chrono_literals;

namespace {

/// What the store behind the writer holds; it can be broken and repaired while the writer runs.
class Disk {
 public:
  Result<void> commit(const std::vector<site::SiteInterval>& intervals,
                      const ledger::StoredState& state) {
    const std::lock_guard lock(mutex_);
    if (broken_) return Error{"disk full: free some space"};
    for (const auto& interval : intervals) starts_.push_back(interval.interval.start);
    for (const auto& one : state.clock_states) clock_states_.push_back(one.at);
    for (const auto& one : state.events) events_.push_back(one.at);
    state_ = state.state;
    ++commits_;
    return {};
  }
  void set_broken(bool broken) {
    const std::lock_guard lock(mutex_);
    broken_ = broken;
  }
  /// Of a rule there are so many steps to do.
  void set_steps(int steps) {
    const std::lock_guard lock(mutex_);
    steps_ = steps;
  }
  Result<bool> drop() {
    const std::lock_guard lock(mutex_);
    if (broken_) return Error{"disk full: free some space"};
    steps_ = std::max(steps_ - 1, 0);
    return steps_ > 0;
  }
  int steps() const {
    const std::lock_guard lock(mutex_);
    return steps_;
  }
  std::vector<UtcTime> starts() const {
    const std::lock_guard lock(mutex_);
    return starts_;
  }
  /// Of the clock's states and the meters' events, in the order of their commits.
  std::vector<UtcTime> clock_states() const {
    const std::lock_guard lock(mutex_);
    return clock_states_;
  }
  std::vector<UtcTime> events() const {
    const std::lock_guard lock(mutex_);
    return events_;
  }
  std::string state() const {
    const std::lock_guard lock(mutex_);
    return state_;
  }
  std::size_t commits() const {
    const std::lock_guard lock(mutex_);
    return commits_;
  }

 private:
  mutable std::mutex mutex_;
  bool broken_ = false;
  std::vector<UtcTime> starts_, clock_states_, events_;
  std::string state_;
  std::size_t commits_ = 0;
  int steps_ = 0;
};

class FakeStore : public ledger::HistoryStore {
 public:
  explicit FakeStore(Disk& disk) : disk_(disk) {}
  Result<void> commit(const std::vector<site::SiteInterval>& intervals,
                      const ledger::StoredState& state) override {
    return disk_.commit(intervals, state);
  }
  Result<void> correct(const ledger::Correction&, const std::vector<site::SiteInterval>&,
                       const ledger::StoredState&, UtcTime) override {
    return {};
  }
  Result<bool> drop_detail(UtcTime) override { return disk_.drop(); }
  Result<std::optional<ledger::StoredState>> state() override {
    return std::optional<ledger::StoredState>{};
  }
  Result<std::vector<site::SiteInterval>> intervals(Period) override {
    return std::vector<site::SiteInterval>{};
  }
  Result<void> each_interval(Period,
                             const std::function<void(const site::SiteInterval&)>&) override {
    return {};
  }
  Result<std::vector<site::SiteInterval>> proven_intervals(Period) override {
    return std::vector<site::SiteInterval>{};
  }
  Result<std::vector<ledger::MeterPoint>> meter(const std::string&, Period) override {
    return std::vector<ledger::MeterPoint>{};
  }
  Result<std::uint64_t> records() override { return disk_.starts().size(); }
  Result<std::optional<ledger::SignedCheckpoint>> checkpoint() override {
    return std::optional<ledger::SignedCheckpoint>{};
  }
  Result<std::vector<ledger::SignedCheckpoint>> checkpoints(std::uint64_t) override {
    return std::vector<ledger::SignedCheckpoint>{};
  }
  Result<void> close(UtcTime) override { return {}; }

 private:
  Disk& disk_;
};

void write(LedgerWriter& writer, int index) {
  const auto at = ledger::quarter(index);
  ledger::StoredState state{at, std::to_string(index)};
  state.clock_states.emplace_back().at = at;
  state.events.emplace_back().at = at;
  writer.write({ledger::usable_interval(index, 1, 0)}, std::move(state));
}

std::vector<UtcTime> quarters(int count) {
  std::vector<UtcTime> starts;
  for (int i = 0; i < count; ++i) starts.push_back(ledger::quarter(i));
  return starts;
}

/// Waits for what the writer's thread will do.
template <class Condition>
void await(const Condition& condition) {
  const auto patience = std::chrono::steady_clock::now() + 30s;
  while (!condition() && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
}

void await_error(const LedgerWriter& writer) {
  await([&] { return !writer.health().error.empty(); });
}

constexpr auto patience = 30'000ms;

}  // namespace

TEST_CASE("what is written is committed in order, and health tells of it") {
  Disk disk;
  LedgerWriter writer(std::make_unique<FakeStore>(disk));
  CHECK(!writer.health().last_commit);
  for (int i = 0; i < 3; ++i) write(writer, i);
  REQUIRE(writer.flush(patience));
  CHECK(disk.starts() == quarters(3));
  CHECK(disk.state() == "2");
  CHECK(writer.health().records == 3);
  CHECK(writer.health().last_commit);
  CHECK(writer.health().error.empty());
}

TEST_CASE("while the disk fails health says why, and after its repair nothing is lost or doubled") {
  Disk disk;
  disk.set_broken(true);
  LedgerWriter writer(std::make_unique<FakeStore>(disk));
  for (int i = 0; i < 3; ++i) write(writer, i);
  await_error(writer);
  CHECK(writer.health().error == "disk full: free some space");
  CHECK(!writer.health().last_commit);
  CHECK_FALSE(writer.flush(0ms));
  disk.set_broken(false);
  REQUIRE(writer.flush(patience));
  CHECK(disk.starts() == quarters(3));
  CHECK(disk.state() == "2");
  CHECK(writer.health().error.empty());
}

TEST_CASE("beyond the bound of the queue batches are merged and nothing is dropped") {
  const int count = static_cast<int>(limits::unacknowledged_intervals) + 100;
  Disk disk;
  disk.set_broken(true);
  LedgerWriter writer(std::make_unique<FakeStore>(disk));
  for (int i = 0; i < count; ++i) write(writer, i);
  disk.set_broken(false);
  REQUIRE(writer.flush(patience));
  CHECK(disk.starts() == quarters(count));
  CHECK(disk.state() == std::to_string(count - 1));
  CHECK(disk.clock_states() == quarters(count));
  CHECK(disk.events() == quarters(count));
  CHECK(disk.commits() <= limits::unacknowledged_intervals);
}

TEST_CASE("detail is dropped step by step between commits, and an end does not wait for it") {
  Disk disk;
  disk.set_steps(4);
  {
    LedgerWriter writer(std::make_unique<FakeStore>(disk));
    write(writer, 0);
    await([&] { return disk.steps() == 0; });
    CHECK(disk.steps() == 0);
    disk.set_steps(1'000'000'000);
    write(writer, 1);
    await([&] { return disk.steps() < 1'000'000'000; });
    write(writer, 2);
    REQUIRE(writer.flush(patience));
  }
  CHECK(disk.starts() == quarters(3));
  CHECK(disk.steps() > 0);
}

TEST_CASE("the end writes what is queued, and a broken disk does not hold it up") {
  Disk good, broken;
  broken.set_broken(true);
  {
    LedgerWriter to_good(std::make_unique<FakeStore>(good));
    LedgerWriter to_broken(std::make_unique<FakeStore>(broken));
    for (int i = 0; i < 5; ++i) write(to_good, i);
    write(to_broken, 0);
  }
  CHECK(good.starts() == quarters(5));
  CHECK(broken.starts().empty());
}

TEST_CASE("signed checkpoints are kept as files, and a directory that is none holds up no commit") {
  const ledger::TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const std::filesystem::path kept = directory.file("kept");
  const auto names = [&] {
    std::vector<std::string> all;
    for (const auto& file : std::filesystem::directory_iterator(kept))
      all.push_back(file.path().filename().string());
    std::sort(all.begin(), all.end());
    return all;
  };
  std::ofstream(kept) << "no directory";
  {
    auto store = ledger::open_test_writer(path, ledger::identity_of({"a"})).value();
    LedgerWriter writer(std::move(store), CheckpointFolder(kept));
    // Quarter hours 1 and 4 begin an hour in which nothing is signed yet.
    for (int i = 0; i < 5; ++i)
      writer.write({ledger::usable_interval(i, 1, 1)}, {ledger::quarter(i + 1), ""});
    REQUIRE(writer.flush(patience));
    CHECK(writer.health().records == 3 + 5);  // three entries open a ledger
    CHECK(writer.health().error.empty());
    CHECK(writer.health().checkpoints_unsynced == 2);
    CHECK_THAT(writer.health().checkpoints_error, Catch::Contains("kept"));
    std::filesystem::remove(kept);
    writer.write({ledger::usable_interval(5, 1, 1)}, {ledger::quarter(8), ""});
    REQUIRE(writer.flush(patience));
    CHECK(writer.health().checkpoints_unsynced == 0);
    CHECK(writer.health().checkpoints_error.empty());
    CHECK(names() ==
          std::vector<std::string>{"0000000004.txt", "0000000007.txt", "0000000009.txt"});
  }
  // The stop is the tenth entry.
  CHECK(names().back() == "0000000010.txt");
}

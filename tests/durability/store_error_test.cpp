// The disk is full, fails or is read-only from some call on, once or until it is cured. Steps that
// fail are repeated as the daemon repeats them; nothing that was committed is lost, and at the end
// everything is there.
#include <algorithm>
#include <catch2/catch.hpp>

#include "experiment.h"
#include "tests/unit/store/fixture.h"

using namespace pue;
using namespace pue::durability;
using pue::ledger::TemporaryDirectory;

namespace {

bool is(std::size_t step, Step::Kind kind) {
  return step < history().size() && history()[step].kind == kind;
}

/// The history on a disk with a fault.
class Ordeal {
 public:
  explicit Ordeal(const FaultPlan& plan) : vfs_(disk_, plan), player_(path()) {}

  void run(bool lasting) {
    play();
    if (lasting)
      for (int attempt = 0; attempt < 2 && !done(); ++attempt) repeat_in_vain();
    vfs_.cure();
    if (!done()) succeed();
    play();
    INFO(player_.error());
    REQUIRE(done());
    const Left left(vfs_);
    REQUIRE(verification(left.path()) == "");
    auto bodies = entered(left.path());
    if (restarted_)  // a stop that was in the file after all, and that of the second attempt
      bodies.erase(std::unique(bodies.begin(), bodies.end()), bodies.end());
    CHECK(bodies == reference().entered);
    if (!restarted_) check_same(rows_of(left.path()), reference().after.back());
  }

 private:
  /// What a power loss in this moment would leave, to be read by SQLite's unix layer.
  class Left {
   public:
    explicit Left(FaultyVfs& vfs, Loss loss = Loss::dropped) : vfs_(vfs) {
      put(vfs.disk().after_power_loss(loss, 0), path());
      vfs_.step_aside();
    }
    ~Left() { vfs_.step_in(); }
    Left(const Left&) = delete;
    Left& operator=(const Left&) = delete;
    std::string path() const { return directory_.file("ledger.db"); }

   private:
    FaultyVfs& vfs_;
    TemporaryDirectory directory_;
  };

  std::string path() const { return directory_.file("ledger.db"); }
  bool done() const { return next_ == history().size(); }

  void play() {
    next_ = player_.play_from(next_);
    // A daemon tries once to open its ledger and once to close it. The next one enters its start.
    restarted_ = restarted_ || is(next_, Step::Kind::open) || is(next_, Step::Kind::close);
  }

  /// No error harms what was acknowledged, and none is thrown.
  void repeat_in_vain() {
    read_all();
    for (const auto loss : {Loss::kept, Loss::dropped}) {
      if (next_ == 0) break;  // nothing was acknowledged
      const Left left(vfs_, loss);
      if (restarted_)
        REQUIRE(verification(left.path()) == "");
      else
        check_found(left.path(), next_);
    }
    play();
  }

  void read_all() {
    auto* store = player_.store();
    if (!store) return;
    (void)store->state();
    (void)store->records();
    (void)store->checkpoint();
    (void)store->intervals({UtcTime{}, ledger::quarter(100)});
  }

  /// The step that failed succeeds, for good.
  void succeed() {
    const auto played = player_.play(history()[next_]);
    INFO((played ? "" : played.error().message));
    REQUIRE(played.has_value());
    const auto step = next_++;
    if (restarted_ || is(step, Step::Kind::open)) return;
    const Left left(vfs_);
    REQUIRE(verification(left.path()) == "");
    check_same(rows_of(left.path()), reference().after[step]);
  }

  TemporaryDirectory directory_;
  SimulatedDisk disk_;
  FaultyVfs vfs_;
  Player player_;
  std::size_t next_ = 0;
  bool restarted_ = false;
};

void check_each(Fault fault, bool lasting, std::size_t stride) {
  for (const auto at : indices(fault, stride, lasting ? 1 : 0)) {
    CAPTURE(at, static_cast<int>(fault), lasting);
    Ordeal(FaultPlan{at, fault, lasting}).run(lasting);
  }
}

}  // namespace

TEST_CASE("a disk that is full for one call loses nothing") { check_each(Fault::full, false, 4); }

TEST_CASE("a disk that stays full loses nothing, and the ledger catches up") {
  check_each(Fault::full, true, 8);
}

TEST_CASE("a disk that fails once loses nothing") { check_each(Fault::io_error, false, 6); }

TEST_CASE("a disk that keeps failing loses nothing, and the ledger catches up") {
  check_each(Fault::io_error, true, 12);
}

TEST_CASE("a file system that is read-only for one call loses nothing") {
  check_each(Fault::read_only, false, 6);
}

TEST_CASE("a file system that becomes read-only loses nothing, and the ledger catches up") {
  check_each(Fault::read_only, true, 12);
}

TEST_CASE("a commit that is in the file although it failed is found there by the next one") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  std::uint64_t last_call = 0;
  {
    SimulatedDisk disk;
    FaultyVfs vfs(disk);
    Player player(path);
    REQUIRE(player.play(history()[0]).has_value());
    REQUIRE(player.play(history()[1]).has_value());
    last_call = vfs.calls().size() - 1;
    REQUIRE(vfs.calls()[last_call] == Call::sync);  // of the emptied journal
  }
  SimulatedDisk disk;
  const FaultyVfs vfs(disk, FaultPlan{last_call, Fault::io_error});
  Player player(path);
  REQUIRE(player.play_from(0) == 1);
  // Inception, configuration, start and interval: but it may not be acknowledged, for a power loss
  // may bring the journal back.
  CHECK(player.store()->records().value() == 4);
  CHECK(player.play_from(1) == history().size());
  INFO(player.error());
}

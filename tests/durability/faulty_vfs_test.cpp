// The instrument itself: it loses what was not synced, keeps what was, and fails when it is told.
#include "faulty_vfs.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <set>

#include "experiment.h"
#include "tests/unit/store/fixture.h"

using namespace pue::durability;

namespace {

const std::string path = "/simulated/x";

/// A file with "old", synced, over which "newest" is written.
SimulatedDisk half_synced() {
  SimulatedDisk disk;
  const auto file = disk.create(path);
  disk.change(file, Write{0, "old"});
  file->sync();
  disk.sync_directory();
  disk.change(file, Write{0, "newest"});
  return disk;
}

std::string left(const SimulatedDisk& disk, Loss loss, std::uint64_t seed = 0) {
  const auto files = disk.after_power_loss(loss, seed);
  const auto found = files.find(path);
  return found == files.end() ? "no file" : found->second;
}

/// Whether a power loss at some call loses what a commit with this pragma has acknowledged.
bool loses_acknowledged(const std::string& pragma) {
  bool lost = false;
  bool dark = true;
  for (std::uint64_t at = 0; dark; ++at) {
    SimulatedDisk disk;
    int acknowledged = 0;
    {
      FaultyVfs vfs(disk, FaultPlan{at, Fault::power_loss});
      try {
        SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec(pragma + "; CREATE TABLE t(x)");
        for (; acknowledged < 5; ++acknowledged)
          database.exec("INSERT INTO t VALUES(zeroblob(9000))");
      } catch (const SQLite::Exception&) {
      }
      dark = vfs.dark();
    }
    SimulatedDisk found(disk.after_power_loss(Loss::dropped, 0));
    const FaultyVfs vfs(found);
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    if (acknowledged > 0)
      lost = lost || !database.tableExists("t") ||
             database.execAndGet("SELECT count(*) FROM t").getInt() < acknowledged;
  }
  return lost;
}

}  // namespace

TEST_CASE("what was not synced is seen, and lost with the power") {
  auto disk = half_synced();
  CHECK(disk.find(path)->seen == "newest");
  CHECK(left(disk, Loss::kept) == "newest");
  CHECK(left(disk, Loss::dropped) == "old");
  disk.find(path)->sync();
  CHECK(left(disk, Loss::dropped) == "newest");
}

TEST_CASE("a torn write is there to some byte") {
  const auto disk = half_synced();
  std::set<std::string> all;
  for (std::uint64_t seed = 0; seed < 100; ++seed) all.insert(left(disk, Loss::last_torn, seed));
  // To a whole sector: none of it.
  CHECK(all == std::set<std::string>{"old", "nld", "ned", "new", "newe", "newes", "newest"});
}

TEST_CASE("of writes in a random order each may be there without those before it") {
  SimulatedDisk disk;
  const auto file = disk.create(path);
  disk.sync_directory();
  disk.change(file, Write{0, "a"});
  disk.change(file, Write{1, "b"});
  std::set<std::string> all;
  for (std::uint64_t seed = 0; seed < 100; ++seed) all.insert(left(disk, Loss::some_kept, seed));
  CHECK(all == std::set<std::string>{"", "a", std::string("\0b", 2), "ab"});
}

TEST_CASE("names that were made or removed come and go with the directory") {
  auto disk = half_synced();
  disk.remove(path);
  CHECK(disk.find(path) == nullptr);
  CHECK(left(disk, Loss::dropped) == "old");
  CHECK(left(disk, Loss::kept) == "no file");
  disk.sync_directory();
  CHECK(left(disk, Loss::dropped) == "no file");
  const auto file = disk.create(path);
  disk.change(file, Write{0, "again"});
  file->sync();
  CHECK(left(disk, Loss::dropped) == "no file");
}

TEST_CASE("it sees that a database without syncs loses what it acknowledged") {
  CHECK(loses_acknowledged("PRAGMA synchronous = OFF"));
  CHECK_FALSE(loses_acknowledged("PRAGMA synchronous = EXTRA"));
}

TEST_CASE("it fails once, or until it is cured") {
  for (const bool lasting : {false, true}) {
    SimulatedDisk disk;
    FaultyVfs vfs(disk, FaultPlan{1, Fault::full, lasting});
    CHECK(vfs.meet(Call::write) == SQLITE_OK);
    CHECK(vfs.meet(Call::write) == SQLITE_FULL);
    CHECK(vfs.meet(Call::write) == (lasting ? SQLITE_FULL : SQLITE_OK));
    CHECK(vfs.meet(Call::read) == SQLITE_OK);
    vfs.cure();
    CHECK(vfs.meet(Call::write) == SQLITE_OK);
  }
}

TEST_CASE("a history on the simulated disk is that on a real one") {
  const pue::ledger::TemporaryDirectory directory;
  SimulatedDisk disk;
  {
    const FaultyVfs vfs(disk);
    Player player(directory.file("ledger.db"));
    REQUIRE(player.play_from(0) == history().size());
  }
  put(disk.after_power_loss(Loss::dropped, 0), directory.file("ledger.db"));
  CHECK(rows_of(directory.file("ledger.db")) == reference().after.back());
  CHECK(verification(directory.file("ledger.db")) == "");
}

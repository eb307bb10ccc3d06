// The power fails at each call to the disk while a history is written. What is found then: every
// commit that had returned, byte for byte; the one under way, whole or not at all; nothing else;
// and a ledger that goes on.
#include <catch2/catch.hpp>

#include "experiment.h"
#include "tests/unit/store/fixture.h"

using namespace pue;
using namespace pue::durability;
using pue::ledger::TemporaryDirectory;

namespace {

/// Of rolling back a commit and entering a start.
constexpr std::uint64_t calls_of_mending = 100;

struct Crash {
  FileContents files;            // left by the loss
  std::size_t acknowledged = 0;  // steps that returned success
};

Crash crash(std::uint64_t at, Loss loss, std::uint64_t seed) {
  const TemporaryDirectory directory;
  SimulatedDisk disk;
  FaultyVfs vfs(disk, FaultPlan{at, Fault::power_loss});
  const auto acknowledged = Player(directory.file("ledger.db")).play_from(0);
  REQUIRE(vfs.dark());
  return {disk.after_power_loss(loss, seed), acknowledged};
}

void check(const Crash& crash) {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  put(crash.files, path);
  const auto next = check_found(path, crash.acknowledged);
  // Again as it was: now a daemon is the first to see it.
  put(crash.files, path);
  check_goes_on(path, next);
}

void check_each(Loss loss, std::uint64_t seeds, std::size_t stride) {
  for (const auto at : indices(Fault::power_loss, stride, static_cast<std::size_t>(loss))) {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      CAPTURE(at, static_cast<int>(loss), seed);
      check(crash(at, loss, seed + 1000 * at));
    }
  }
}

/// A daemon opens what a first loss left after `step`, and loses its power as well.
FileContents crash_again(const FileContents& files, const Step& step, const FaultPlan& plan,
                         Loss loss, std::uint64_t seed) {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  FileContents found;
  for (const auto& [name, content] : files)
    found[path + (name.ends_with("-journal") ? "-journal" : "")] = content;
  SimulatedDisk disk(found);
  const FaultyVfs vfs(disk, plan);
  (void)Player(path).open(step.life, step.at);
  return disk.after_power_loss(loss, seed);
}

void check_again(const Crash& first, std::uint64_t at, Loss loss, std::uint64_t seed) {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  put(first.files, path);
  const auto next = check_found(path, first.acknowledged);
  const auto second =
      crash_again(first.files, history()[next - 1], {at, Fault::power_loss}, loss, seed);
  put(second, path);
  REQUIRE(verification(path) == "");
  CHECK(missing_rows(rows_of(path), reference().after[next - 1]) == Rows{});
  put(second, path);
  check_goes_on(path, next);
}

}  // namespace

TEST_CASE("a kill at any call loses nothing") { check_each(Loss::kept, 1, 6); }

TEST_CASE("a power loss at any call that drops what was not synced loses nothing") {
  check_each(Loss::dropped, 1, 6);
}

TEST_CASE("a power loss at any call that keeps some unsynced writes loses nothing") {
  check_each(Loss::some_kept, 4, 24);
}

TEST_CASE("a power loss at any call that tears the last write loses nothing") {
  check_each(Loss::last_torn, 2, 12);
}

TEST_CASE("a power loss at any call that keeps and tears some writes loses nothing") {
  check_each(Loss::some_torn, 4, 24);
}

TEST_CASE("a power loss while a daemon mends what a first one left loses nothing") {
  for (const auto index : indices(Fault::power_loss, 24, 5)) {
    for (const auto loss : all_losses) {
      property::Dice dice(index * 10 + static_cast<std::uint64_t>(loss));
      // What is half done is kept once, so that there is a journal to be rolled back.
      const auto first = crash(index, dice.once_in(2) ? Loss::kept : loss, dice.roll(1000));
      if (first.acknowledged == 0) continue;
      const auto at = dice.roll(calls_of_mending);
      CAPTURE(index, at, static_cast<int>(loss));
      check_again(first, at, loss, dice.roll(1000));
    }
  }
}

// A writer that is killed: what the next one finds. Real processes, real kills; which instant is
// hit is left to chance, what must hold is not.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>

#include "fixture.h"
#include "ledger/store/sqlite_store.h"

using namespace pue;
using namespace pue::ledger;

namespace {

constexpr int batch = 40;

std::vector<site::SiteInterval> intervals_of_commit(int number) {
  std::vector<site::SiteInterval> intervals;
  for (int i = 0; i < batch; ++i) {
    intervals.push_back(usable_interval(number * batch + i, number, 1));
  }
  return intervals;
}

/// Commits without end; after each one byte to the pipe.
[[noreturn]] void write_until_killed(const std::string& path, int pipe) {
  auto store = open_test_writer(path, identity_of({"a"}));
  if (!store) ::_exit(1);
  for (int number = 0;; ++number) {
    const auto done = (*store)->commit(intervals_of_commit(number),
                                       {quarter((number + 1) * batch), std::to_string(number)});
    if (!done || ::write(pipe, "c", 1) != 1) ::_exit(1);
  }
}

/// Kills the writer after it has acknowledged `commits`.
void kill_writer_after(int commits, const std::string& path) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const auto child = ::fork();
  if (child == 0) write_until_killed(path, pipe[1]);
  ::close(pipe[1]);
  char acknowledged = 0;
  for (int i = 0; i < commits; ++i) REQUIRE(::read(pipe[0], &acknowledged, 1) == 1);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(pipe[0]);
  REQUIRE(WIFSIGNALED(status));
}

/// A writer that dies while pages of an unfinished transaction are in the file already.
[[noreturn]] void die_with_hot_journal(const std::string& path) {
  SQLite::Database database(path, SQLite::OPEN_READWRITE);
  database.exec("PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1");
  database.exec(
      "BEGIN IMMEDIATE; DELETE FROM interval; UPDATE state SET state = zeroblob(100000)||''");
  ::kill(::getpid(), SIGKILL);
  ::_exit(1);
}

}  // namespace

TEST_CASE("after kill -9 a ledger has the intervals and the state of the same commit") {
  for (int commits = 1; commits <= 12; ++commits) {
    const TemporaryDirectory directory;
    const auto path = directory.file("ledger.db");
    kill_writer_after(commits, path);
    auto store = open_test_writer(path, identity_of({"a"}));
    REQUIRE(store.has_value());
    const auto state = (*store)->state().value();
    REQUIRE(state);
    const auto last = std::stoi(state->state);
    CHECK(last >= commits - 1);  // nothing acknowledged is lost
    const auto found = (*store)->intervals({UtcTime{}, quarter(1'000'000)}).value();
    REQUIRE(found.size() == static_cast<std::size_t>((last + 1) * batch));
    CHECK(found.back().it == Joules{last});
  }
}

TEST_CASE("a half-written transaction is rolled back, for a reader as well") {
  for (const auto mode : {Mode::read, Mode::write}) {
    const TemporaryDirectory directory;
    const auto path = directory.file("ledger.db");
    const auto identity = identity_of({"a"});
    std::vector<site::SiteInterval> many;
    for (int i = 0; i < 500; ++i) many.push_back(usable_interval(i, i, 1));
    REQUIRE(open_test_writer(path, identity)
                .value()
                ->commit(many, {quarter(500), "whole"})
                .has_value());
    const auto child = ::fork();
    if (child == 0) die_with_hot_journal(path);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    REQUIRE(std::filesystem::file_size(path + "-journal") > 0);

    auto store = open_test(path, identity, mode);
    INFO((store ? "" : store.error().message));
    REQUIRE(store.has_value());
    CHECK((*store)->state().value()->state == "whole");
    CHECK((*store)->intervals({UtcTime{}, quarter(1000)}).value() == many);
  }
}

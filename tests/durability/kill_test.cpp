// kill -9 again and again at random moments of a process that commits without pause. Of the moments
// only the seeds are chosen; what must hold does not depend on them: each acknowledged leaf is
// there, no entry that was seen changes, and the ledger is verified.
#include <SQLiteCpp/SQLiteCpp.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>

#include "endless_history.h"
#include "played_history.h"
#include "tests/property/seeds.h"

using namespace pue;
using namespace pue::durability;
using ledger::quarter;

namespace {

// A ledger that is checked whole after each kill stays short.
constexpr int kills_of_a_ledger = 25;
constexpr std::uint64_t most_commits = 12;
// Longer than a commit; before the first, longer than opening.
constexpr std::uint64_t longest_commit_us = 4'000;
constexpr std::uint64_t longest_opening_us = 20'000;

int kills_wanted() {
  const char* wanted = std::getenv("PUE_KILLS");
  return wanted != nullptr ? std::atoi(wanted) : 25;
}

/// The writer's process, and what it acknowledges.
class Writing {
 public:
  explicit Writing(const std::string& ledger) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addclose(&actions, pipe[0]);
    ::posix_spawn_file_actions_addclose(&actions, pipe[1]);
    std::string program = PUE_ENDLESS_WRITER;
    std::string path = ledger;
    std::array<char*, 3> arguments{program.data(), path.data(), nullptr};
    REQUIRE(::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(),
                          environ) == 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    acknowledged_ = ::fdopen(pipe[0], "r");
  }
  ~Writing() {
    if (process_ > 0) kill();
    std::fclose(acknowledged_);
  }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;

  /// The next acknowledged leaf; after the kill, nothing behind the last.
  std::optional<std::uint64_t> next_leaf() {
    unsigned long long leaf = 0;
    if (std::fscanf(acknowledged_, "%llu", &leaf) != 1) return std::nullopt;
    return leaf;
  }
  /// True when it was this that ended it.
  bool kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }

 private:
  pid_t process_ = 0;
  std::FILE* acknowledged_ = nullptr;
};

/// Lets it commit for a while; the last leaf that was acknowledged.
std::optional<std::uint64_t> live_and_die(const std::string& ledger, property::Dice& dice) {
  Writing writing(ledger);
  std::optional<std::uint64_t> last;
  const auto commits = dice.roll(most_commits);
  for (std::uint64_t i = 0; i < commits; ++i) {
    last = writing.next_leaf();
    REQUIRE(last);  // else it ended by itself
  }
  ::usleep(
      static_cast<useconds_t>(dice.roll(commits == 0 ? longest_opening_us : longest_commit_us)));
  REQUIRE(writing.kill());
  while (const auto leaf = writing.next_leaf()) last = leaf;
  return last;
}

/// A commit was under way: its journal must be rolled back, unless its first byte is still 0.
bool left_hot_journal(const std::string& ledger) {
  std::ifstream journal(ledger + "-journal", std::ios::binary);
  return journal.get() > 0;
}

using Entries = std::map<std::uint64_t, std::string>;
Entries entries_of(const std::string& path) {
  SQLite::Database database(path, SQLite::OPEN_READONLY);
  SQLite::Statement select(database, "SELECT leaf, bytes FROM record");
  Entries entries;
  while (select.executeStep())
    entries[static_cast<std::uint64_t>(select.getColumn(0).getInt64())] =
        select.getColumn(1).getString();
  return entries;
}

void check_intervals(const std::string& path) {
  const auto reader = ledger::open_ledger_reader(path, ledger::identity_of({"grid", "ups"}));
  REQUIRE(reader.has_value());
  const auto state = (*reader)->state().value();
  const int written = state ? std::stoi(state->state) + 1 : 0;
  const auto found = (*reader)->intervals({UtcTime{}, quarter(1'000'000)}).value();
  REQUIRE(found.size() == static_cast<std::size_t>(written));
  for (int number = 0; number < written; ++number) {
    auto expected = interval_number(number);
    for (auto& meter : expected.meters) meter.evidence = {};  // readers get none
    REQUIRE(found[static_cast<std::size_t>(number)] == expected);
  }
}

/// All kills of one ledger; how many left a commit to be rolled back.
int check_ledger(int kills, property::Dice& dice) {
  const ledger::TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  Entries known;
  int hot = 0;
  for (int life = 0; life < kills; ++life) {
    CAPTURE(life);
    const auto last = live_and_die(path, dice);
    hot += left_hot_journal(path);
    if (!last && known.empty()) continue;  // it died before there was a ledger
    // Half of the time the writer itself is the next to see what is left.
    if (dice.once_in(2)) REQUIRE(open_endless(path).has_value());
    REQUIRE(verification(path) == "");
    auto entries = entries_of(path);
    if (last) CHECK(entries.size() > *last);
    for (const auto& [leaf, bytes] : known) REQUIRE(entries[leaf] == bytes);
    check_intervals(path);
    known = std::move(entries);
  }
  return hot;
}

}  // namespace

TEST_CASE("kill -9 at random moments loses nothing that was acknowledged") {
  const int kills = kills_wanted();
  int hot = 0;
  for (int done = 0; done < kills; done += kills_of_a_ledger) {
    CAPTURE(done);
    property::Dice dice(static_cast<std::uint64_t>(done));
    hot += check_ledger(std::min(kills_of_a_ledger, kills - done), dice);
  }
  std::printf("%d kills, %d left a commit to be rolled back\n", kills, hot);
}

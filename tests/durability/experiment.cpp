#include "experiment.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

#include "tests/unit/store/fixture.h"

namespace pue::durability {
namespace {

std::vector<Call> play_undisturbed() {
  const ledger::TemporaryDirectory directory;
  SimulatedDisk disk;
  FaultyVfs vfs(disk);
  Player player(directory.file("ledger.db"));
  if (player.play_from(0) != history().size()) throw std::logic_error(player.error());
  return vfs.calls();
}

std::string first_of(const Rows& rows) { return rows.empty() ? "" : rows.front(); }

/// Of the rows of a table, which all begin with its name.
Rows only(const Rows& rows, const std::string& table, bool of_it) {
  Rows found;
  for (const auto& row : rows)
    if (row.starts_with(table + "|") == of_it) found.push_back(row);
  return found;
}

}  // namespace

const std::vector<Call>& calls_of_history() {
  static const auto calls = play_undisturbed();
  return calls;
}

std::vector<std::uint64_t> indices(Fault fault, std::size_t stride, std::size_t shift) {
  if (std::getenv("PUE_EVERY_IO") != nullptr) stride = 1;
  std::map<Call, std::size_t> seen;
  std::vector<std::uint64_t> chosen;
  const auto& calls = calls_of_history();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    // A read changes nothing: a power loss at it is one at the call before.
    const bool hit =
        fault == Fault::power_loss ? calls[i] != Call::read : answer(fault, calls[i]) != SQLITE_OK;
    // Each kind of call begins with its first.
    if (hit && (seen[calls[i]]++ == 0 || (seen[calls[i]] + shift) % stride == 0))
      chosen.push_back(i);
  }
  return chosen;
}

void put(const FileContents& files, const std::string& path) {
  for (const char* end : {"", "-journal"}) std::filesystem::remove(path + end);
  const auto folder = std::filesystem::path(path).parent_path();
  for (const auto& [name, content] : files) {
    std::ofstream file(folder / std::filesystem::path(name).filename(), std::ios::binary);
    file << content;
  }
}

void check_same(const Rows& found, const Rows& expected) {
  CHECK(first_of(missing_rows(found, expected)) == "");
  REQUIRE(first_of(missing_rows(expected, found)) == "");
}

std::size_t check_found(const std::string& path, std::size_t acknowledged) {
  if (acknowledged == 0) return 0;  // there may be no ledger yet; opening it is what is to be done
  REQUIRE(verification(path) == "");
  const auto rows = rows_of(path);
  const auto& after = reference().after;
  if (acknowledged < after.size() && rows == after[acknowledged]) return acknowledged + 1;
  const auto last = acknowledged - 1;
  // What an opening enters may wait for the first commit: it is opened again.
  if (last > 0 && history()[last].kind == Step::Kind::open && rows == after[last - 1]) return last;
  check_same(rows, after[last]);
  return acknowledged;
}

void check_goes_on(const std::string& path, std::size_t next) {
  const auto& steps = history();
  {
    Player player(path);
    const bool opens = next < steps.size() && steps[next].kind == Step::Kind::open;
    if (!opens) {
      const auto& before = steps[next - 1];
      const auto opened = player.open(before.life, before.at);
      INFO((opened ? "" : opened.error().message));
      REQUIRE(opened.has_value());
    }
    const auto end = player.play_from(next);
    INFO(player.error());
    REQUIRE(end == steps.size());
  }
  REQUIRE(verification(path) == "");
  CHECK(entered(path) == reference().entered);
  const auto rows = rows_of(path);
  const auto& after = reference().after;
  CHECK(only(rows, "state", true) == only(after.back(), "state", true));
  if (next > 0) CHECK(first_of(missing_rows(rows, only(after[next - 1], "state", false))) == "");
}

}  // namespace pue::durability

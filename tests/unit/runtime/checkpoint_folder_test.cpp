#include "runtime/checkpoint_folder.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "../store/fixture.h"

using namespace pue;
using namespace pue::runtime;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// A ledger that grows, and a directory for its checkpoints. Three entries open it; each quarter
/// hour is one more, the first one of an hour is signed with it.
class Site {
 public:
  void grow_to(int quarters) {
    for (; quarters_ < quarters; ++quarters_)
      REQUIRE(store_
                  ->commit({ledger::usable_interval(quarters_, 1, 1)},
                           {ledger::quarter(quarters_ + 1), ""})
                  .has_value());
  }
  ledger::HistoryStore& store() { return *store_; }
  const fs::path& kept() const { return kept_; }
  /// What the ledger has signed, as files.
  std::map<std::string, std::string> expected() {
    const std::map<std::uint64_t, std::string> names = {
        {4, "0000000004.txt"}, {7, "0000000007.txt"}, {11, "0000000011.txt"}};
    std::map<std::string, std::string> files;
    for (const auto& [entries, note] : store_->checkpoints(0).value())
      files[names.at(entries)] = note;
    return files;
  }
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> all;
    for (const auto& file : fs::directory_iterator(kept_)) {
      std::ostringstream text;
      text << std::ifstream(file.path()).rdbuf();
      all[file.path().filename().string()] = text.str();
    }
    return all;
  }

 private:
  ledger::TemporaryDirectory directory_;
  fs::path kept_ = directory_.file("kept");
  std::unique_ptr<ledger::HistoryStore> store_ =
      ledger::open_test_writer(directory_.file("ledger.db"), ledger::identity_of({"a"})).value();
  int quarters_ = 0;
};

}  // namespace

TEST_CASE("every signed checkpoint becomes a file of its own, and nothing else is there") {
  Site site;
  CheckpointFolder folder(site.kept());
  CHECK(folder.complete(site.store()).unsynced == 0);
  CHECK(site.files().empty());
  site.grow_to(1);
  CHECK(folder.complete(site.store()).unsynced == 0);
  REQUIRE(site.files().size() == 1);
  CHECK_THAT(site.files().at("0000000004.txt"), Catch::StartsWith("horinger-a\n4\n"));
  site.grow_to(8);
  const auto state = folder.complete(site.store());
  CHECK(state.unsynced == 0);
  CHECK(state.error.empty());
  CHECK(site.files().size() == 3);
  CHECK(site.files() == site.expected());
}

TEST_CASE("what was signed while the directory was away, and what was taken from it, is written") {
  Site site;
  site.grow_to(8);
  std::ofstream(site.kept()) << "no directory";
  CheckpointFolder folder(site.kept());
  const auto state = folder.complete(site.store());
  CHECK(state.unsynced == 3);
  CHECK_THAT(state.error, Contains(site.kept().string()) && Contains("Not a directory"));
  fs::remove(site.kept());
  CHECK(folder.complete(site.store()).unsynced == 0);
  CHECK(site.files() == site.expected());
  fs::remove(site.kept() / "0000000007.txt");
  CHECK(CheckpointFolder(site.kept()).complete(site.store()).unsynced == 0);  // a later start
  CHECK(site.files() == site.expected());
}

TEST_CASE("a file that says something else is never written over, and it is told") {
  Site site;
  site.grow_to(8);
  fs::create_directory(site.kept());
  const std::vector<std::string> others = {"forked", site.expected()["0000000007.txt"] + "x"};
  for (const auto& other : others) {
    std::ofstream(site.kept() / "0000000007.txt") << other;
    CheckpointFolder folder(site.kept());
    for (int round = 0; round < 2; ++round) {
      const auto state = folder.complete(site.store());
      CHECK(state.unsynced == 1);
      CHECK_THAT(state.error, Contains("0000000007.txt does not hold"));
    }
    auto expected = site.expected();
    expected["0000000007.txt"] = other;
    CHECK(site.files() == expected);
  }
}

TEST_CASE("what cannot be written is tried again, what was begun is not taken for a checkpoint") {
  Site site;
  site.grow_to(8);
  fs::create_directories(site.kept() / ".0000000007.txt.new");  // in the way of the second
  CheckpointFolder folder(site.kept());
  const auto state = folder.complete(site.store());
  CHECK(state.unsynced == 2);
  CHECK_THAT(state.error, Contains("0000000007.txt cannot be written"));
  fs::remove(site.kept() / ".0000000007.txt.new");
  std::ofstream(site.kept() / ".0000000011.txt.new") << std::string(1000, 'x');  // of a crash
  CHECK(folder.complete(site.store()).unsynced == 0);
  CHECK(site.files() == site.expected());
}

TEST_CASE("a link in the place of a checkpoint is not followed") {
  Site site;
  site.grow_to(1);
  fs::create_directory(site.kept());
  fs::create_symlink("elsewhere", site.kept() / "0000000004.txt");
  const auto state = CheckpointFolder(site.kept()).complete(site.store());
  CHECK(state.unsynced == 1);
  CHECK(fs::is_symlink(site.kept() / "0000000004.txt"));
}

#include "commands/correct.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "../runtime/played_run.h"
#include "ledger/store/ledger_file.h"

using namespace pue;
using namespace pue::commands;
using namespace std::chrono_literals;
using Catch::Contains;
using runtime::test::Run;

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// An hour of 1 kW, and no daemon.
struct Site {
  ledger::TemporaryDirectory directory;
  config::Configuration configuration;

  Site() {
    configuration.engine = Run::settings();
    configuration.ledger_path = directory.file("ledger.db");
    configuration.checkpoint_folder = directory.file("checkpoints");
    Run(configuration.ledger_path, 0min).poll(0min, 64min, true);
  }
  static CorrectOptions second_quarter() {
    CorrectOptions options;
    options.meter = "ups-out";
    options.from = "2026-03-01T00:15:00Z";
    options.to = "2026-03-01T00:30:00Z";
    options.kwh = "0.8";
    options.why = "read wrong";
    return options;
  }
};

}  // namespace

TEST_CASE("without a daemon the correction is made, and each checkpoint kept as a file") {
  const Site site;
  std::ostringstream out;
  REQUIRE(correct(Site::second_quarter(), site.configuration, out).has_value());
  // A quarter of an hour at 1 kW.
  CHECK_THAT(out.str(), Contains("ups-out imported from 2026-03-01T00:15:00Z to "
                                 "2026-03-01T00:30:00Z: 0.800 kWh, was 0.250 kWh") &&
                            Contains("1 interval with a new version"));
  auto file = ledger::LedgerFile::open(site.configuration.ledger_path).value();
  const auto newest = file.newest_checkpoint(file.size());
  REQUIRE(newest);
  CHECK(newest->entries == file.size());  // the correction is signed
  std::vector<std::string> kept;
  for (const auto& entry :
       std::filesystem::directory_iterator(site.configuration.checkpoint_folder))
    kept.push_back(content(entry.path()));
  CHECK(std::count(kept.begin(), kept.end(), newest->note) == 1);
}

TEST_CASE("a correction whose checkpoint cannot be kept stands, and that is told") {
  Site site;
  site.configuration.checkpoint_folder = site.directory.file("no/where");
  std::ostringstream out;
  REQUIRE(correct(Site::second_quarter(), site.configuration, out).has_value());
  CHECK_THAT(out.str(), Contains("not kept as a file: " + site.configuration.checkpoint_folder) &&
                            Contains("1 interval with a new version"));
}

TEST_CASE("a correction that is refused says why, and keeps nothing") {
  const Site site;
  auto wrong = Site::second_quarter();
  std::ostringstream out;
  wrong.kwh = "1,5";
  CHECK_THAT(correct(wrong, site.configuration, out).error().message, Contains("write a number"));
  wrong = Site::second_quarter();
  wrong.kwh.clear();
  wrong.cubic_metres = "1";
  CHECK_THAT(correct(wrong, site.configuration, out).error().message,
             Contains("counts energy: give --kwh"));
  wrong = Site::second_quarter();
  wrong.meter = "ups-uot";
  CHECK_THAT(correct(wrong, site.configuration, out).error().message,
             Contains("did you mean \"ups-out\"?"));
  CHECK(out.str().empty());
  CHECK(!std::filesystem::exists(site.configuration.checkpoint_folder));
}

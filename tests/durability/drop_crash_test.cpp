// The power fails at each call to the disk while old detail is dropped by rule. What is found then
// is a whole ledger: detail that is missing is named by an entry, and the next daemon ends the
// work.
#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "experiment.h"
#include "tests/unit/store/proven_interval.h"

using namespace pue;
using namespace pue::durability;
using namespace pue::ledger;

namespace {

const auto shanghai = Zone::fixed("Asia/Shanghai", std::chrono::hours{8});
constexpr int old_intervals = 70;  // two batches
/// 2030-01-01 in Shanghai, 1402 days after quarter 0 less eight hours: 2026 goes then.
constexpr int new_year = 1402 * 96 - 32;

Result<std::unique_ptr<HistoryStore>> open_with_rule(const std::string& path) {
  Writer writer{&test_key(), "0.0.0-test", quarter(new_year + 96)};
  writer.describe = describe_grid_and_ups;
  writer.zone = shanghai;
  writer.detail_years = 3;
  return open_ledger_writer(path, identity_of({"grid", "ups"}), writer);
}

Result<void> drop_all(const std::string& path) {
  const auto store = open_with_rule(path);
  if (!store) return store.error();
  while (true) {
    const auto more = (*store)->drop_detail(quarter(new_year + 96));
    if (!more) return more.error();
    if (!*more) return {};
  }
}

std::string make_ledger() {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  auto store = open_with_rule(path).value();
  for (const auto& [first, count] : {std::pair{3, old_intervals}, std::pair{new_year, 96}}) {
    std::vector<site::SiteInterval> intervals;
    for (int i = first; i < first + count; ++i) intervals.push_back(proven_interval(i));
    REQUIRE(store->commit(intervals, {quarter(first + count), ""}).has_value());
  }
  store.reset();
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

int count(const std::string& path, const std::string& what) {
  return SQLite::Database(path).execAndGet("SELECT count(*) FROM " + what).getInt();
}

void check_left(const FileContents& files) {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  put(files, path);
  REQUIRE(verification(path) == "");
  REQUIRE(drop_all(path).has_value());
  CHECK(verification(path) == "");
  CHECK(count(path, "energies") == 96);
  CHECK(count(path, "evidence") == 96);
  CHECK(count(path, "record WHERE kind = 12") == 1);
  CHECK(count(path, "record WHERE kind = 3") == old_intervals + 96);
}

}  // namespace

TEST_CASE("a power loss at any call while detail is dropped leaves a whole ledger") {
  const auto ledger = make_ledger();
  const std::uint64_t stride = std::getenv("PUE_EVERY_IO") != nullptr ? 1 : 7;
  bool dark = true;
  for (std::uint64_t at = 0; dark; at += stride) {
    const TemporaryDirectory directory;
    const auto path = directory.file("ledger.db");
    SimulatedDisk disk(FileContents{{path, ledger}});
    {
      const FaultyVfs vfs(disk, FaultPlan{at, Fault::power_loss});
      (void)drop_all(path);
      dark = vfs.dark();
    }
    for (const auto loss : all_losses) {
      CAPTURE(at, static_cast<int>(loss));
      check_left(disk.after_power_loss(loss, at));
    }
  }
}

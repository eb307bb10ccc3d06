#include "commands/verify.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "../store/fixture.h"
#include "../store/proven_interval.h"

using namespace pue;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// A ledger of two hours, signed over 4, 7 and 11 entries and at its end, with a directory of the
/// first three.
struct Site {
  ledger::TemporaryDirectory directory;
  std::string path = directory.file("ledger.db");
  fs::path kept = directory.file("kept");

  Site() {
    ledger::Writer writer{&ledger::test_key(), "0.0.0-test", ledger::quarter(0)};
    writer.describe = ledger::describe_grid_and_ups;
    auto store =
        ledger::open_ledger_writer(path, ledger::identity_of({"grid", "ups"}), writer).value();
    for (int i = 0; i < 8; ++i)
      REQUIRE(
          store->commit({ledger::proven_interval(i)}, {ledger::quarter(i + 1), ""}).has_value());
    fs::create_directory(kept);
    for (const auto& [entries, note] : store->checkpoints(0).value())
      std::ofstream(kept / ("00000000" + std::string(entries < 10 ? "0" : "") +
                            std::to_string(entries) + ".txt"))
          << note;
    REQUIRE(store->close(ledger::quarter(8)).has_value());
  }
  Result<void> verify(std::ostream& out) const {
    std::ostringstream notes;
    return commands::verify({path, {kept.string()}, std::nullopt}, out, notes, false);
  }
  std::string refusal() const {
    std::ostringstream out;
    const auto result = verify(out);
    return result ? "verified" : result.error().message;
  }
};

}  // namespace

TEST_CASE("a ledger is held against every checkpoint of a directory, and against no other file") {
  const Site site;
  std::ofstream(site.kept / "README.txt") << "kept since March";
  std::ofstream(site.kept / ".0000000012.txt.new") << "begun";
  std::ostringstream out;
  REQUIRE(site.verify(out).has_value());
  CHECK_THAT(out.str(), Contains("12 entries, 8 interval versions, 7 checkpoints"));  // 4 own
  CHECK_THAT(out.str(), !Contains("without a checkpoint that left the machine"));
}

TEST_CASE("one checkpoint of a directory that the ledger does not agree with is named") {
  const Site site;
  // Its text was changed after it was signed.
  fs::copy_file(site.kept / "0000000004.txt", site.kept / "0000000009.txt");
  std::ofstream(site.kept / "0000000009.txt", std::ios::in) << "horinger-b";
  CHECK_THAT(site.refusal(), Contains("0000000009.txt"));
}

TEST_CASE("a directory without checkpoints is not taken for one that agrees") {
  const Site site;
  fs::remove_all(site.kept);
  fs::create_directory(site.kept);
  CHECK_THAT(site.refusal(), Contains("kept: it holds no checkpoints"));
}

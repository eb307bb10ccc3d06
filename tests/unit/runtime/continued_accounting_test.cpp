#include "runtime/continued_accounting.h"

#include <catch2/catch.hpp>

#include "ledger/store/verify_ledger.h"
#include "played_run.h"

using namespace pue;
using namespace pue::engine::test;
using ledger::TemporaryDirectory;
using runtime::test::Run;

// A new version says all of its interval again: also what the other meters' energies rest on.
TEST_CASE("a meter that is silent over a restart leaves a ledger that is proven") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  // Silent from minute 31 on. At the stop 00:30 to 00:45 is closed without it, or still open.
  const auto stop = GENERATE(50min, 46min);
  {
    Run run(path, 0min);
    run.poll(0min, 30min, true);
    run.poll(31min, stop, false);
  }
  {
    Run run(path, 52min);
    run.poll(52min, 64min, true);
  }
  const auto verified = ledger::verify_ledger(path, {});
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified.has_value());
  const auto store = ledger::open_ledger_reader(path, ledger::read_store_facts(path)->identity);
  const auto intervals = (*store)->intervals({start, start + 1h});
  REQUIRE(intervals->size() == 4);
  for (const auto& interval : *intervals) {
    // A quarter of an hour of 1 kW: 250 Wh, as far as registers of 1 Wh tell.
    CHECK(std::abs(interval.it->count - 900'000) <= 3600);
    CHECK(std::abs(interval.facility->count - 900'000) <= 3600);
  }
  CHECK((*intervals)[2].version == (stop == 50min ? 2 : 1));
}

// A history without end, each interval known by its number: what a writer that will be killed
// commits, and what is expected of it afterwards.
#pragma once

#include "tests/unit/store/proven_interval.h"

namespace pue::durability {

/// No two neighbours are equal but in their times.
inline site::SiteInterval interval_number(int number) {
  auto interval = ledger::proven_interval(number);
  interval.curtailed = Joules{number % 100};
  return interval;
}

inline Result<std::unique_ptr<ledger::HistoryStore>> open_endless(const std::string& path) {
  ledger::Writer writer{&ledger::test_key(), "0.0.0-test", ledger::quarter(0)};
  writer.describe = ledger::describe_grid_and_ups;
  return ledger::open_ledger_writer(path, ledger::identity_of({"grid", "ups"}), writer);
}

}  // namespace pue::durability

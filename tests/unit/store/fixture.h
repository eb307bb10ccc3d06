// A temporary directory and small intervals for tests of the store.
#pragma once

#include <string>

#include "ledger/store/sqlite_store.h"
#include "tests/unit/temporary_folder.h"

namespace pue::ledger {

using TemporaryDirectory = test::TemporaryFolder;

/// The key of all test ledgers: 32 bytes of 7.
inline const SigningKey& test_key() {
  static const auto key = [] {
    Seed seed;
    seed.fill(7);
    return SigningKey::from_seed(seed);
  }();
  return key;
}

/// 2026-03-01T00:00:00Z plus quarter hours.
inline UtcTime quarter(int index) {
  return UtcTime{std::chrono::seconds{1'772'323'200} + index * std::chrono::minutes{15}};
}

/// The index-th quarter hour; each meter has imported `joules`.
inline site::SiteInterval usable_interval(int index, std::int64_t joules, std::size_t meters) {
  site::SiteInterval interval;
  interval.interval = {quarter(index), quarter(index + 1)};
  interval.quality = energy::Quality::measured;
  interval.facility = Joules{2 * joules};
  interval.it = Joules{joules};
  for (std::size_t i = 0; i < meters; ++i) {
    interval.meters.push_back({interval.interval,
                               energy::Quality::measured,
                               Joules{joules + static_cast<std::int64_t>(i)},
                               Joules{0},
                               {}});
  }
  return interval;
}

inline StoreIdentity identity_of(std::vector<std::string> meters) {
  StoreIdentity identity;
  identity.site = "horinger-a";
  identity.meters = std::move(meters);
  identity.zone = "Asia/Shanghai";
  return identity;
}

inline Result<std::unique_ptr<HistoryStore>> open_test_writer(const std::string& path,
                                                              const StoreIdentity& identity) {
  return open_ledger_writer(path, identity, Writer{&test_key(), "0.0.0-test", quarter(0)});
}

enum class Mode { write, read };
inline Result<std::unique_ptr<HistoryStore>> open_test(const std::string& path,
                                                       const StoreIdentity& identity, Mode mode) {
  return mode == Mode::write ? open_test_writer(path, identity)
                             : open_ledger_reader(path, identity);
}

}  // namespace pue::ledger

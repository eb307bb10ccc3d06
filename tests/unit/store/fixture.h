// A temporary directory and small intervals for tests of the store.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "ledger/history_store.h"

namespace pue::ledger {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    auto name = (std::filesystem::temp_directory_path() / "pue-store-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

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

}  // namespace pue::ledger

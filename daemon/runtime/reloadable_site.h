// The configuration in force and how it is exchanged: a bad one, or one that needs a restart,
// leaves the running one alone and says why.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "engine/telemetry.h"
#include "runtime/event_entry.h"
#include "runtime/monitored_site.h"

namespace pue::runtime {

class ReloadableSite {
 public:
  /// Error: the located messages of the configuration, or what stands against starting it.
  static Result<std::unique_ptr<ReloadableSite>> start(const std::string& config_file);

  /// Reads the file again. Error: why the old configuration stays in force.
  Result<void> reload();
  /// Stops the site, corrects its ledger, lets it go on. Error: why nothing was corrected; it goes
  /// on all the same.
  Result<CorrectionDone> correct(const CorrectionRequest& request);
  /// Adds a row to the events file and takes it as a reload does. Error: why nothing was added, or
  /// that the row is there and not in force.
  Result<EventEntered> enter(const EventRequest& request);
  /// The checks of a reload without any effect (for POST /-/reload).
  Result<void> check_reload() const;

  /// The configuration in force with what runs under it; stays valid while it is held.
  std::shared_ptr<const MonitoredSite> current() const;
  engine::Telemetry telemetry(const MonitoredSite& site) const;

 private:
  explicit ReloadableSite(std::string config_file) : config_file_(std::move(config_file)) {}
  Result<config::Configuration> read() const;
  Result<void> check_exchange(const config::Configuration& next) const;
  Result<void> take(Result<config::Configuration> next);
  Result<void> exchange(config::Configuration next, Amendment* amendment);

  std::string config_file_;
  UtcTime started_{};
  std::mutex exchanging_;  // one at a time, whoever asks
  mutable std::mutex mutex_;
  std::shared_ptr<const MonitoredSite> current_;
  engine::ReloadState state_;
};

}  // namespace pue::runtime

// One configuration in force: its ledger, its polling and its engine, started in this order and
// stopped in reverse. A reload makes another one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "config/load.h"
#include "engine/telemetry.h"
#include "ledger/signing_key.h"
#include "runtime/correcting.h"
#include "runtime/engine_loop.h"
#include "runtime/ledger_writer.h"
#include "runtime/poll_loop.h"

namespace pue::runtime {

/// A correction that is carried into the ledger before the site goes on from it.
struct Amendment {
  CorrectionRequest request;
  std::optional<Result<CorrectionDone>> outcome = {};  // absent until it was tried
};

class MonitoredSite {
 public:
  /// Opens the ledger, continues its state, begins to poll. An amendment that fails is no obstacle.
  /// Error: what stands against it.
  static Result<std::unique_ptr<MonitoredSite>> start(config::Configuration configuration,
                                                      Amendment* amendment = nullptr);
  /// Stops polling; what is closed and the last state are written, as far as the disk allows.
  ~MonitoredSite();

  const config::Configuration& configuration() const { return configuration_; }
  std::shared_ptr<const engine::Snapshot> snapshot() const { return engine_->snapshot(); }
  /// Meters, links, lateness and store; the rest is the daemon's.
  engine::Telemetry telemetry() const;
  /// One request of a person's on a bus that is polled. Blocks until it had its turn. Error: the
  /// bus is not one of the configuration, is asked by somebody else, or gave no turn in time.
  Result<modbus::Exchange> ask(const modbus::LinkAddress& address,
                               const modbus::Request& request) const;
  /// The bytes of a unit on a bus that is polled (WireTrace::after). Error: the bus is not one of
  /// the configuration.
  Result<std::vector<TracedBytes>> trace(const modbus::LinkAddress& address, std::uint8_t unit,
                                         std::uint64_t after) const;
  /// Poll loop and engine tick pass their deadlines; whether meters reply does not matter.
  bool alive(MonoTime now) const;

 private:
  /// Of a bus that is polled.
  Result<std::size_t> link_of(const modbus::LinkAddress& address) const;
  explicit MonitoredSite(config::Configuration configuration);
  Result<engine::Accounting> open_ledger(Amendment* amendment);

  config::Configuration configuration_;
  std::unique_ptr<ledger::SigningKey> ledger_key_;  // outlives the writer
  std::unique_ptr<LedgerWriter> writer_;
  std::unique_ptr<PollLoop> polling_;
  std::unique_ptr<EngineLoop> engine_;
};

}  // namespace pue::runtime

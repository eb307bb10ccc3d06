// What the shell knows about itself: plain counts that it fills and exporters render beside the
// Snapshot. Nothing here enters a figure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "engine/clock_state.h"
#include "engine/snapshot.h"
#include "modbus/request.h"

namespace pue::engine {

/// The reason of a value that cannot be, among a meter's failures.
inline constexpr std::string_view implausible = "implausible";
/// The device's SunSpec models are none of those that the profile knows, or too short.
inline constexpr std::string_view sunspec_no_model = "sunspec_no_model";

struct MeterPolls {
  std::uint64_t polls = 0;                        // attempts, one per meter and tick
  std::map<std::string, std::uint64_t> failures;  // by reason
  std::string last_failure;                       // "" after a success
};

/// Registers that a unit refused to be read as one block: they are read in parts.
struct RefusedBlock {
  modbus::Request request;
  std::uint8_t exception_code = 0;
};

struct LinkTraffic {
  std::string name;
  bool connected = false;
  std::uint64_t failures = 0;  // connects that failed, connections lost
  std::uint64_t answers = 0;   // RTT count
  double rtt_seconds = 0;      // RTT sum
  std::optional<double> load;  // busy share of the last minute, 0–1
  std::uint64_t quarantined_units = 0;
  std::uint64_t skipped_ticks = 0;           // the bus was still busy with an earlier one
  std::optional<std::uint64_t> late_frames;  // nobody waited for them any more; absent: not told
  std::vector<RefusedBlock> refused;         // since the configuration was loaded, of the last day
};

/// Upper bounds in seconds of the lateness histogram; the last bucket is +Inf.
inline constexpr std::array lateness_bounds = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0};

struct Lateness {
  std::array<std::uint64_t, lateness_bounds.size() + 1> buckets{};  // not cumulative
  double sum_seconds = 0;
  void observe(double seconds);
};

struct StoreHealth {
  std::uint64_t records = 0;
  std::optional<UtcTime> last_commit;
  std::string error;                 // "" while commits succeed
  std::string checkpoint;            // the newest signed one, a note; "" before the first
  std::uint64_t signed_records = 0;  // under it
  // Signed ones that the directory of checkpoints lacks; absent without such a directory.
  std::optional<std::uint64_t> checkpoints_unsynced;
  std::string checkpoints_error;  // "" while all are there
};

struct ReloadState {
  bool last_successful = true;
  UtcTime last_success;
  std::string last_error;  // located messages of the refused configuration
};

struct Telemetry {
  std::string version;
  std::string config_file;
  UtcTime started;
  std::vector<MeterPolls> meters;  // by MeterId
  std::vector<LinkTraffic> links;
  Lateness lateness;
  StoreHealth store;
  ClockState clock;
  ReloadState reload;
};

/// Adds the values that the accounting refused to the meters' failures, under the reason with which
/// the acquisition counts what no register can hold. Meters of both by MeterId.
void count_implausible(const Snapshot& snapshot, Telemetry& telemetry);

}  // namespace pue::engine

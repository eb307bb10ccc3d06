// All that exporters get: one immutable picture of the site and of the daemon, taken together. It
// is shared between threads and never changed after it was handed over.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/snapshot.h"
#include "engine/telemetry.h"

namespace pue {

/// The daemon's own process as the kernel accounts for it; absent where it could not be read.
struct ProcessFigures {
  std::optional<double> cpu_seconds;  // user and system
  std::optional<std::uint64_t> resident_bytes;
  std::optional<std::uint64_t> open_descriptors;
  std::optional<std::uint64_t> descriptor_limit;  // absent when unlimited
  std::optional<UtcTime> started;
};

struct View {
  engine::Snapshot snapshot;
  engine::Telemetry telemetry;
  ProcessFigures process;
  bool ready = false;  // configuration in force, history recovered, polling began
};

}  // namespace pue

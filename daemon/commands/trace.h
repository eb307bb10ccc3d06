// `puectl trace`: the bytes that a running daemon and a meter exchange, with what they mean.
#pragma once

#include <functional>
#include <iosfwd>
#include <vector>

#include "base/result.h"
#include "modbus/frame_text.h"
#include "runtime/wire_trace.h"

namespace pue::commands {

class CommandLine;

/// Where the bytes come from, and for how long.
struct TraceSource {
  std::function<Result<std::vector<runtime::TracedBytes>>(std::uint64_t after)> ask;
  /// Called after each answer, to pause; false: it is enough.
  std::function<bool()> go_on;
};

/// A line for each piece: time, → sent or ← received, bytes in hex, meaning. Error: what the daemon
/// says instead.
Result<void> trace(const TraceSource& source, modbus::WireForm form, std::ostream& out);

void add_trace(CommandLine& line);

}  // namespace pue::commands

// Signals as values: blocked in every thread, waited for in one place, so that no code runs inside
// a signal handler.
#pragma once

#include <chrono>
#include <cstdint>

namespace pue::runtime {

enum class Signal : std::uint8_t { none, reload, stop };

/// SIGHUP, SIGTERM, SIGINT are blocked for this thread and those it starts later; SIGPIPE ignored.
void block_signals();
/// The next of them, or `none` after `timeout`.
Signal wait_for_signal(std::chrono::milliseconds timeout);
/// Makes wait_for_signal return `reload` (for POST /-/reload).
void request_reload();

}  // namespace pue::runtime

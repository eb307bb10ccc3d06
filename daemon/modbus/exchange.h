// What one request came to, and when: the vocabulary between scheduler, links and decoders. It does
// not say how the bytes travelled.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "base/time.h"
#include "modbus/failure.h"
#include "modbus/request.h"

namespace pue::modbus {

using Answer = std::variant<RegisterBlock, Failure>;

struct Exchange {
  Answer answer;
  MonoTime sent;      // when the request went out; equal to `received` if it never did
  MonoTime received;  // when the answer was complete or the request was given up
  bool connected = false;
  std::uint32_t link_failures = 0;  // connects that failed and connections lost during it
  /// Frames so far that answered nothing we were waiting for; absent where the link cannot tell.
  std::optional<std::uint64_t> dropped_frames = std::nullopt;
};

/// Ask again at this time; nothing is to be done before.
struct WaitUntil {
  MonoTime time;
  bool operator==(const WaitUntil&) const = default;
};

}  // namespace pue::modbus

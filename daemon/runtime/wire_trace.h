// The last bytes of one bus, kept while somebody looks at them: written by the thread that polls,
// read by the one that answers puectl. What they mean is modbus/frame_text.h's.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <vector>

#include "base/time.h"

namespace pue::runtime {

struct TracedBytes {
  std::uint64_t number = 0;  // on this bus, from 1
  UtcTime at;
  bool sent = false;
  std::uint8_t unit = 0;  // whose request was under way
  std::vector<std::uint8_t> bytes;
  bool operator==(const TracedBytes&) const = default;
};

class WireTrace {
 public:
  /// Costs a comparison while nobody looks.
  void note(bool sent, std::uint8_t unit, std::span<const std::uint8_t> bytes, Moment now) {
    if (now.mono < MonoTime{Duration{wanted_until_.load()}}) keep(sent, unit, bytes, now.utc);
  }
  /// What came after that number, of the unit, the oldest first, as far as it is kept: from now on
  /// for `limits::trace_kept_for`, and not what was kept for others before.
  std::vector<TracedBytes> after(std::uint64_t number, std::uint8_t unit, MonoTime now);

 private:
  void keep(bool sent, std::uint8_t unit, std::span<const std::uint8_t> bytes, UtcTime at);

  std::atomic<Duration::rep> wanted_until_{0};
  std::mutex mutex_;
  std::deque<TracedBytes> kept_;
  std::uint64_t count_ = 0;
};

}  // namespace pue::runtime

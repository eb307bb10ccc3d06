// The last bytes of one bus, kept while somebody looks at them: written by the thread that polls,
// read by the one that answers puectl. What they mean is modbus/frame_text.h's.
#pragma once

#include <atomic>
#include <cstdint>
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
  /// Somebody looks, or did not long ago: what `note` would be called for in vain is asked first,
  /// for it happens with every request.
  bool looked_at() const { return wanted_until_.load(std::memory_order_relaxed) != 0; }
  /// Bytes of the unit's request, or received while it was under way; kept if somebody looks.
  void note(bool sent, std::uint8_t unit, std::span<const std::uint8_t> bytes, Moment now);
  /// What came after that number, of the unit, the oldest first, as far as it is kept: from now on
  /// for `limits::trace_kept_for`, and not what was kept for others before.
  std::vector<TracedBytes> after(std::uint64_t number, std::uint8_t unit, MonoTime now);

 private:
  std::atomic<Duration::rep> wanted_until_{0};  // monotonic; 0: nobody looks
  std::mutex mutex_;
  std::vector<TracedBytes> kept_;  // takes no memory while nobody looks
  std::uint64_t count_ = 0;
};

}  // namespace pue::runtime

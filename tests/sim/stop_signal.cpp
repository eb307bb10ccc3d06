#include "sim/stop_signal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace pue::sim {

StopSignal::StopSignal() : descriptor_(eventfd(0, EFD_CLOEXEC)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

StopSignal::~StopSignal() { close(descriptor_); }

void StopSignal::stop() {
  const std::uint64_t one = 1;
  // An eventfd refuses only beyond 2^64 - 2 stops.
  [[maybe_unused]] const auto written = write(descriptor_, &one, sizeof one);
}

bool StopSignal::sleep(std::chrono::microseconds duration) const {
  pollfd wait{descriptor_, POLLIN, 0};
  const timespec time{duration.count() / 1'000'000, duration.count() % 1'000'000 * 1000};
  return ppoll(&wait, 1, &time, nullptr) == 0;
}

}  // namespace pue::sim

#include "runtime/link_socket.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "base/limits.h"

namespace pue::runtime {
namespace {

// libmodbus aborts at a descriptor above 1023 (FD_SETSIZE): low ones are left to serial lines.
constexpr rlim_t first_high_descriptor = 1024;

rlim_t descriptor_limit() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
}

/// The kernel gives the lowest free number: from the last ones below `end` on, few are left.
bool is_one_of_the_last(int descriptor, rlim_t end) {
  return static_cast<rlim_t>(descriptor) + limits::reserved_descriptors >= end;
}

}  // namespace

int open_link_socket(int family) {
  const int low = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (low < 0) return low;
  const auto limit = descriptor_limit();
  const bool is_high = static_cast<rlim_t>(low) >= first_high_descriptor;
  const int high = is_high ? -1 : ::fcntl(low, F_DUPFD_CLOEXEC, int{first_high_descriptor});
  if (high >= 0) {
    ::close(low);
    return high;
  }
  const auto end = is_high ? limit : std::min(limit, first_high_descriptor);
  if (!is_one_of_the_last(low, end)) return low;
  ::close(low);
  return -1;
}

}  // namespace pue::runtime

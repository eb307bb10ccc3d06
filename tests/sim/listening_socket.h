// A TCP socket that listens on 127.0.0.1 only, and the descriptors that come from it.
#pragma once

#include <cstdint>
#include <utility>

#include "base/result.h"

namespace pue::sim {

/// Owns a file descriptor and closes it.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor();
  int get() const { return fd_; }

 private:
  int fd_;
};

struct ListeningSocket {
  Descriptor descriptor;
  std::uint16_t port = 0;
};

/// Port 0 lets the kernel choose. Error: the port and the system's reason.
Result<ListeningSocket> listen_on_loopback(std::uint16_t port);

}  // namespace pue::sim

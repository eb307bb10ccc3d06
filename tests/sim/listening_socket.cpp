#include "sim/listening_socket.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace pue::sim {

Descriptor::~Descriptor() {
  if (fd_ >= 0) close(fd_);
}

Result<ListeningSocket> listen_on_loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  Descriptor fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  const bool listening = fd.get() >= 0 &&
                         setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                         bind(fd.get(), generic, size) == 0 && listen(fd.get(), SOMAXCONN) == 0 &&
                         getsockname(fd.get(), generic, &size) == 0;
  if (!listening)
    return Error{fmt::format("127.0.0.1:{}: cannot listen: {}", port, std::strerror(errno))};
  return ListeningSocket{std::move(fd), ntohs(address.sin_port)};
}

}  // namespace pue::sim

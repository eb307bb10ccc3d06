// The peer of the request benches: a bare epoll loop that answers every read with zeros of the
// right size, no Modbus library in it. Prints its port and serves until it is killed. It listens on
// 127.0.0.1; with the argument "any" on all of 127.0.0.0/8, where each address is a meter.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <iostream>
#include <string_view>

namespace {

constexpr std::size_t request_bytes = 12;

int listen_on(in_addr_t host) {
  const int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(host);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listening, generic, size) != 0 || listen(listening, 1024) != 0) return -1;
  getsockname(listening, generic, &size);
  std::cout << ntohs(address.sin_port) << std::endl;
  return listening;
}

void watch(int epoll, int descriptor) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void accept_client(int epoll, int listening) {
  const int client = accept4(listening, nullptr, nullptr, SOCK_NONBLOCK);
  if (client < 0) return;
  const int on = 1;
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  watch(epoll, client);
}

// The clients have one request in flight each: what is read is one whole request.
void answer(int client) {
  std::array<std::uint8_t, 260> frame{};
  const auto count = read(client, frame.data(), frame.size());
  if (count == 0) close(client);
  if (count != static_cast<ssize_t>(request_bytes)) return;
  const auto bytes = static_cast<std::uint8_t>(2 * frame[11]);
  frame[4] = 0;
  frame[5] = static_cast<std::uint8_t>(3 + bytes);
  frame[8] = bytes;
  for (std::size_t i = 9; i < request_bytes; ++i) frame[i] = 0;
  if (write(client, frame.data(), 9U + bytes) < 0) close(client);
}

}  // namespace

int main(int argc, char** argv) {
  const bool any = argc > 1 && std::string_view{argv[1]} == "any";
  const int listening = listen_on(any ? INADDR_ANY : INADDR_LOOPBACK);
  if (listening < 0) return 1;
  const int epoll = epoll_create1(0);
  watch(epoll, listening);
  std::array<epoll_event, 256> events{};
  for (;;) {
    const int ready = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < ready; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == listening) {
        accept_client(epoll, listening);
      } else {
        answer(descriptor);
      }
    }
  }
}

// The limit of the request benches: a bare epoll loop that reads 50 registers as fast as it can on
// each of its links, no Modbus library in it, no deadlines, no reconnecting. For a time or for a
// number of requests; prints "requests seconds cpu_seconds" as s4_client does.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "cpu_seconds.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint8_t registers = 50;
constexpr std::ptrdiff_t answer_bytes = 9 + 2 * registers;

struct Link {
  int descriptor = -1;
  std::uint16_t transaction = 0;
  std::uint64_t left = 0;  // requests
};

int connect_to(std::uint16_t port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return -1;
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return descriptor;
}

bool ask(Link& link) {
  ++link.transaction;
  std::array<std::uint8_t, 12> frame{0, 0, 0, 0, 0, 6, 1, 3, 0, 0, 0, registers};
  frame[0] = static_cast<std::uint8_t>(link.transaction >> 8U);
  frame[1] = static_cast<std::uint8_t>(link.transaction & 0xFFU);
  return send(link.descriptor, frame.data(), frame.size(), 0) == static_cast<ssize_t>(frame.size());
}

/// The server writes an answer at once: what is read is one whole answer.
bool take_answer(const Link& link) {
  std::array<std::uint8_t, 260> frame{};
  return recv(link.descriptor, frame.data(), frame.size(), 0) == answer_bytes &&
         frame[0] == link.transaction >> 8U && frame[1] == (link.transaction & 0xFFU) &&
         frame[7] == 3;
}

bool open_links(std::vector<Link>& links, int epoll, std::uint16_t port, std::uint64_t requests) {
  for (std::size_t i = 0; i < links.size(); ++i) {
    links[i] = {connect_to(port), 0, requests};
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, links[i].descriptor, &event) != 0) return false;
    if (!ask(links[i])) return false;
  }
  return true;
}

/// The number of good answers; 0 when something went wrong: then there is nothing to compare.
std::uint64_t run(std::vector<Link>& links, int epoll, Clock::time_point end) {
  std::array<epoll_event, 256> events{};
  std::uint64_t good = 0;
  for (auto busy = links.size(); busy > 0;) {
    const int ready = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    const bool over = Clock::now() >= end;
    for (int i = 0; i < ready; ++i) {
      auto& link = links[events[static_cast<std::size_t>(i)].data.u64];
      if (!take_answer(link)) return 0;
      ++good;
      if (--link.left == 0 || over) {
        --busy;
      } else if (!ask(link)) {
        return 0;
      }
    }
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: epoll_client LINKS PORT SECONDS REQUESTS-PER-LINK\n";
    return 2;
  }
  const auto start = Clock::now();
  const double cpu = cpu_seconds();
  std::vector<Link> links(std::stoul(argv[1]));
  const int epoll = epoll_create1(0);
  const auto port = static_cast<std::uint16_t>(std::stoi(argv[2]));
  if (!open_links(links, epoll, port, std::stoull(argv[4]))) return 1;
  const auto good = run(links, epoll, start + std::chrono::seconds{std::stoi(argv[3])});
  if (good == 0) return 1;
  const std::chrono::duration<double> passed = Clock::now() - start;
  std::cout << good << ' ' << passed.count() << ' ' << cpu_seconds() - cpu << '\n';
}

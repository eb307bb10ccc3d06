// TcpLink against a server on loopback: what only a real connection shows. What is sent and how
// answers are judged is tested with modbus::TcpConversation.
#include "runtime/tcp_link.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "runtime/clock.h"

using namespace pue;
using namespace pue::runtime;
using namespace std::chrono_literals;

namespace {

using Bytes = std::vector<std::uint8_t>;

/// A socket that listens on loopback, on a free port.
class Listening {
 public:
  Listening() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* general = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(bind(socket_, general, size) == 0);
    REQUIRE(listen(socket_, 4) == 0);
    REQUIRE(getsockname(socket_, general, &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listening() { close(socket_); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  std::uint16_t port() const { return port_; }
  /// Below 0 once `end` was called.
  int next() const { return accept(socket_, nullptr, nullptr); }
  void end() const { shutdown(socket_, SHUT_RDWR); }

 private:
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::uint16_t port_ = 0;
};

/// Answers requests of unit 17 for two input registers with 100.0, byte by byte, on one connection
/// after another, and counts these.
class Server {
 public:
  explicit Server(bool rtu) : rtu_{rtu}, thread_{[this] { serve(); }} {}
  ~Server() { connections(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const { return listening_.port(); }
  /// How many there were; ends the server when the last one is closed.
  int connections() {
    listening_.end();
    if (thread_.joinable()) thread_.join();
    return connections_;
  }

 private:
  void serve() {
    for (int client = 0; (client = listening_.next()) >= 0; close(client)) {
      ++connections_;
      Bytes request(rtu_ ? 8 : 12);
      while (recv(client, request.data(), request.size(), MSG_WAITALL) ==
             static_cast<ssize_t>(request.size())) {
        for (const auto byte : answer_to(request)) send(client, &byte, 1, MSG_NOSIGNAL);
      }
    }
  }
  Bytes answer_to(const Bytes& request) const {
    if (rtu_) return {17, 4, 4, 0x42, 0xC8, 0, 0, 0x7F, 0xC3};
    return {request[0], request[1], 0, 0, 0, 7, 17, 4, 4, 0x42, 0xC8, 0, 0};
  }

  bool rtu_;
  Listening listening_;
  int connections_ = 0;
  std::thread thread_;  // last: it uses all of the above
};

/// How many of two requests were answered, with a pause between them.
int answered(const modbus::LinkSettings& settings, Duration pause) {
  boost::asio::io_context io{1};
  NameLookup lookup{io.get_executor()};
  TcpLink link{io, lookup, settings, 1};
  int good = 0;
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    const modbus::Request request{17, {modbus::FunctionCode::read_input_registers, 52, 2}};
    for (int i = 0; i < 2; ++i) {
      if (i == 1) co_await link.wait_until(mono_now() + pause);
      const auto exchange = co_await link.transact(request, mono_now() + 10s);
      const auto* block = std::get_if<modbus::RegisterBlock>(&exchange.answer);
      if (block && block->words == std::vector<std::uint16_t>{0x42C8, 0}) ++good;
    }
  };
  boost::asio::co_spawn(io, ask, boost::asio::detached);
  io.run();
  return good;
}

modbus::LinkSettings to(const Server& server) {
  modbus::LinkSettings settings;
  settings.address = modbus::TcpAddress{"127.0.0.1", server.port()};
  return settings;
}

}  // namespace

TEST_CASE("a connection is kept over a long pause, unless it is not to be held open") {
  Server server{false};
  auto settings = to(server);
  SECTION("kept") {
    CHECK(answered(settings, 501ms) == 2);
    CHECK(server.connections() == 1);
  }
  SECTION("not to be held open") {
    settings.hold_open = false;
    CHECK(answered(settings, 501ms) == 2);
    CHECK(server.connections() == 2);
  }
  SECTION("but kept between the requests of one round all the same") {
    settings.hold_open = false;
    CHECK(answered(settings, 40ms) == 2);
    CHECK(server.connections() == 1);
  }
}

TEST_CASE("an address with RTU framing is spoken to in RTU") {
  Server server{true};
  auto settings = to(server);
  settings.address =
      modbus::TcpAddress{"127.0.0.1", server.port(), modbus::TcpAddress::Framing::rtu};
  CHECK(answered(settings, 0s) == 2);
}

namespace {

/// Answers three requests at once, the last one first, when all of them are there.
class Patient {
 public:
  Patient() : thread_{[this] { serve(); }} {}
  ~Patient() { thread_.join(); }
  Patient(const Patient&) = delete;
  Patient& operator=(const Patient&) = delete;

  std::uint16_t port() const { return listening_.port(); }

 private:
  void serve() const {
    const int client = listening_.next();
    std::array<std::uint8_t, 36> requests{};
    if (recv(client, requests.data(), requests.size(), MSG_WAITALL) == 36) {
      Bytes answers;
      for (const std::size_t at : {24, 12, 0}) {
        const Bytes answer = {
            requests[at],    requests[at + 1], 0, 0, 0, 5, requests[at + 6], 4, 2, 0,
            requests[at + 6]};
        answers.insert(answers.end(), answer.begin(), answer.end());
      }
      send(client, answers.data(), answers.size(), MSG_NOSIGNAL);
    }
    close(client);
  }

  Listening listening_;
  std::thread thread_;  // last: it uses the other
};

}  // namespace

TEST_CASE("several requests go out on one connection before the first is answered") {
  Patient server;
  modbus::LinkSettings settings;
  settings.address = modbus::TcpAddress{"127.0.0.1", server.port()};
  settings.max_in_flight = 3;
  boost::asio::io_context io{1};
  NameLookup lookup{io.get_executor()};
  TcpLink link{io, lookup, settings, 1};
  std::vector<std::uint16_t> words(3);
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    for (std::size_t slot = 0; slot < 3; ++slot) {
      const auto unit = static_cast<std::uint8_t>(17 + slot);
      link.begin({unit, {modbus::FunctionCode::read_input_registers, 52, 1}}, mono_now() + 10s,
                 slot);
    }
    // With time that is up nothing is over, and nothing is lost.
    while (link.under_way() > 0) {
      const auto done = co_await link.work_until(mono_now() + 1ms);
      if (!done) continue;
      const auto* block = std::get_if<modbus::RegisterBlock>(&done->exchange.answer);
      if (block) words[done->slot] = block->words.at(0);
    }
  };
  boost::asio::co_spawn(io, ask, boost::asio::detached);
  io.run();
  CHECK(words == std::vector<std::uint16_t>{17, 18, 19});
}

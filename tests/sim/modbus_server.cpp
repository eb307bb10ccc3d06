#include "sim/modbus_server.h"

#include <fmt/format.h>
#include <modbus/modbus-rtu.h>
#include <modbus/modbus-tcp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <new>
#include <system_error>

namespace pue::sim {
namespace {

constexpr int libmodbus_descriptor_limit = 1024;  // FD_SETSIZE

}  // namespace

ModbusServer::ModbusServer(ListeningSocket socket, bool rtu, Responder responder,
                           const StopSignal& stop)
    : socket_(std::move(socket)),
      rtu_(rtu),
      responder_(std::move(responder)),
      stop_(stop),
      // The device is never opened: each connection's descriptor takes its place.
      link_(rtu ? modbus_new_rtu("/dev/null", 9600, 'N', 8, 1)
                : modbus_new_tcp("127.0.0.1", socket_.port)) {
  if (!link_) throw std::bad_alloc();
  // A request that stops half-way must not hold the port for ever, nor an exception reply for the
  // half second that libmodbus waits before it flushes.
  modbus_set_indication_timeout(link_.get(), 1, 0);
  modbus_set_response_timeout(link_.get(), 0, 1000);
}

void ModbusServer::run() {
  std::vector<bool> readable;
  while (wait(readable)) {
    std::vector<Descriptor> open;
    for (std::size_t i = 0; i < connections_.size(); ++i)
      if (!readable[i] || serve(connections_[i].get())) open.push_back(std::move(connections_[i]));
    connections_ = std::move(open);
    if (readable.back()) accept_connection();
  }
}

// Fills in which connections have something to read, and last whether one waits to be accepted.
// False at the stop signal.
bool ModbusServer::wait(std::vector<bool>& readable) {
  std::vector<pollfd> all;
  for (const auto& connection : connections_) all.push_back({connection.get(), POLLIN, 0});
  all.push_back({socket_.descriptor.get(), POLLIN, 0});
  all.push_back({stop_.descriptor(), POLLIN, 0});
  // Signals are blocked in this thread, so that poll fails for want of memory only.
  if (poll(all.data(), all.size(), -1) < 0)
    throw std::system_error(errno, std::generic_category(), "poll");
  readable.clear();
  for (const auto& one : all) readable.push_back(one.revents != 0);
  const bool stopped = readable.back();
  readable.pop_back();
  return !stopped;
}

void ModbusServer::accept_connection() {
  Descriptor connection(accept4(socket_.descriptor.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (connection.get() < 0) return;
  if (connection.get() >= libmodbus_descriptor_limit) {
    fmt::print(stderr,
               "puesim: port {}: connection refused, libmodbus serves no descriptor of 1024 or "
               "more; start a second puesim\n",
               socket_.port);
    return;
  }
  const int yes = 1;
  setsockopt(connection.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  connections_.push_back(std::move(connection));
}

bool ModbusServer::serve(int connection) {
  std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> query{};
  modbus_set_socket(link_.get(), connection);
  if (rtu_ && !listen_as_addressed_unit(connection)) return false;
  const int length = modbus_receive(link_.get(), query.data());
  if (length > 0) responder_.answer(link_.get(), query.data(), length);
  if (!rtu_ || length >= 0) return length >= 0;
  // A device server keeps the connection after a damaged frame; what came with it means nothing.
  while (recv(connection, query.data(), query.size(), MSG_DONTWAIT) > 0) {
  }
  return true;
}

// libmodbus answers for one unit of a line only: for each request we become the one it addresses.
bool ModbusServer::listen_as_addressed_unit(int connection) {
  std::uint8_t unit = 0;
  if (recv(connection, &unit, 1, MSG_PEEK) != 1) return false;
  return modbus_set_slave(link_.get(), unit) == 0;
}

}  // namespace pue::sim

// One arrangement of clients that read 50 registers as fast as they can, for a time or for a number
// of requests; prints "requests seconds cpu_seconds". s4.py compares the arrangements.
#include <modbus/modbus.h>

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <deque>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "cpu_seconds.h"
#include "runtime/clock.h"
#include "runtime/tcp_link.h"

namespace {

using namespace pue;
namespace asio = boost::asio;

constexpr modbus::RegisterRange fifty{modbus::FunctionCode::read_holding_registers, 0, 50};

struct Limits {
  MonoTime end;
  std::uint64_t requests;  // per client
};

asio::awaitable<void> ask(runtime::TcpLink& link, Limits limits, std::uint64_t& good) {
  for (std::uint64_t i = 0; i < limits.requests && runtime::mono_now() < limits.end; ++i) {
    const auto deadline = runtime::mono_now() + std::chrono::seconds{1};
    const auto exchange = co_await link.transact({1, fifty}, deadline);
    if (std::holds_alternative<modbus::RegisterBlock>(exchange.answer)) ++good;
  }
}

std::uint64_t ours(int links, std::uint16_t port, Limits limits) {
  asio::io_context io{1};
  runtime::NameLookup lookup{io.get_executor()};
  std::deque<runtime::TcpLink> tcp;
  std::uint64_t good = 0;
  for (int i = 0; i < links; ++i) {
    modbus::LinkSettings settings;
    settings.address = modbus::TcpAddress{"127.0.0.1", port};
    auto& link = tcp.emplace_back(io, lookup, settings, 1);
    const auto loop = [&link, &good, limits] { return ask(link, limits, good); };
    asio::co_spawn(io, loop, asio::detached);
  }
  io.run();
  return good;
}

std::uint64_t ask_by_libmodbus(std::uint16_t port, Limits limits) {
  auto* context = modbus_new_tcp("127.0.0.1", port);
  if (modbus_connect(context) != 0) return 0;
  std::array<std::uint16_t, 50> words{};
  std::uint64_t good = 0;
  for (std::uint64_t i = 0; i < limits.requests && runtime::mono_now() < limits.end; ++i) {
    if (modbus_read_registers(context, 0, 50, words.data()) == 50) ++good;
  }
  modbus_close(context);
  modbus_free(context);
  return good;
}

std::uint64_t libmodbus(int threads, std::uint16_t port, Limits limits) {
  std::atomic<std::uint64_t> good{0};
  std::vector<std::thread> pool;
  for (int i = 0; i < threads; ++i) {
    pool.emplace_back([&good, port, limits] { good += ask_by_libmodbus(port, limits); });
  }
  for (auto& thread : pool) thread.join();
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::cerr << "usage: s4_client ours|libmodbus CLIENTS PORT SECONDS REQUESTS-PER-CLIENT\n";
    return 2;
  }
  const auto start = runtime::mono_now();
  const double cpu = cpu_seconds();
  const int clients = std::stoi(argv[2]);
  const auto port = static_cast<std::uint16_t>(std::stoi(argv[3]));
  const Limits limits{start + std::chrono::seconds{std::stoi(argv[4])}, std::stoull(argv[5])};
  const auto good = std::string{argv[1]} == "ours" ? ours(clients, port, limits)
                                                   : libmodbus(clients, port, limits);
  const std::chrono::duration<double> passed = runtime::mono_now() - start;
  std::cout << good << ' ' << passed.count() << ' ' << cpu_seconds() - cpu << '\n';
}

#include "commands/bus_access.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "runtime/control_message.h"
#include "runtime/control_socket.h"

using namespace pue;
using namespace pue::commands;

namespace {

const modbus::Request two_registers{7, {modbus::FunctionCode::read_holding_registers, 100, 2}};

modbus::LinkSettings link() {
  modbus::LinkSettings settings;
  settings.address = *modbus::parse_link_url("modbus+rtu:/dev/nowhere");
  return settings;
}

/// What a daemon answers at a socket of its own.
modbus::Exchange asked_of(const runtime::ControlSocket::Handler& daemon) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("pue_bus_access_" + std::to_string(::getpid()) + ".sock");
  const auto socket = runtime::ControlSocket::open(path, daemon);
  REQUIRE(socket.has_value());
  return BusAccess(link(), path).transact(two_registers);
}

}  // namespace

TEST_CASE("a request goes through the daemon that polls the bus, as it was asked") {
  const auto exchange = asked_of([](const std::string& line, uid_t) {
    const auto asked = std::get<runtime::BusRequest>(*runtime::request_from(line));
    CHECK(asked.request == two_registers);
    CHECK(modbus::normalized_url(asked.link) == modbus::normalized_url(link().address));
    return runtime::answer_of(
        modbus::Exchange{modbus::RegisterBlock{{}, {1, 65'535}}, {}, {}, true, 0});
  });
  CHECK(std::get<modbus::RegisterBlock>(exchange.answer) ==
        modbus::RegisterBlock{two_registers.range, {1, 65'535}});
  CHECK(exchange.connected);
}

TEST_CASE("what a daemon says instead of asking is a failure, and no other way is tried") {
  const auto exchange = asked_of(
      [](const std::string&, uid_t) { return runtime::answer_of(Error{"the bus has no time"}); });
  CHECK(std::get<modbus::Failure>(exchange.answer).kind == modbus::Failure::Kind::connect);
  CHECK_FALSE(exchange.connected);
}

TEST_CASE("without a configuration that names the bus there is no polling daemon") {
  CHECK(
      polling_daemon("/nonexistent/pued.yaml", *modbus::parse_link_url("modbus+tcp://h")).empty());
}

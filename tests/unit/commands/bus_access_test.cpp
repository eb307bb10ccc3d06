#include "commands/bus_access.h"

#include <catch2/catch.hpp>

#include "runtime/control_message.h"
#include "runtime/control_socket.h"
#include "tests/unit/temporary_folder.h"

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
  const test::TemporaryFolder folder;
  const auto path = folder.file("control.sock");
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

TEST_CASE("a daemon polls the buses of its meters, and a link without one is nobody's") {
  const test::TemporaryFolder folder;
  const auto control = folder.file("control.sock");
  const auto path = folder.write("pued.yaml", R"(
site: {name: a, timezone: UTC}
control: {socket: control.sock}
links:
  used: {url: "modbus+tcp://10.0.0.5"}
  unused: {url: "modbus+tcp://10.0.0.6"}
meters:
  - {name: g, link: used, unit: 1, role: grid, max_power: 1MW, points: [
      {quantity: active_power_w, function: 3, address: 0, type: float32}]}
  - {name: i, link: used, unit: 2, role: it, max_power: 1MW, points: [
      {quantity: active_power_w, function: 3, address: 0, type: float32}]}
)");
  const auto used = *modbus::parse_link_url("modbus+tcp://10.0.0.5");
  CHECK(polling_daemon(path, used).empty());  // none runs
  const auto socket = runtime::ControlSocket::open(
      control, [](const std::string&, uid_t) { return runtime::answer_of(Error{"no"}); });
  REQUIRE(socket.has_value());
  CHECK(polling_daemon(path, used) == control);
  CHECK(polling_daemon(path, *modbus::parse_link_url("modbus+tcp://10.0.0.6")).empty());
  CHECK(polling_daemon(path, *modbus::parse_link_url("modbus+tcp://10.0.0.7")).empty());
}

TEST_CASE("without a configuration that names the bus there is no polling daemon") {
  CHECK(
      polling_daemon("/nonexistent/pued.yaml", *modbus::parse_link_url("modbus+tcp://h")).empty());
}

#include "runtime/one_shot.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <optional>
#include <random>

#include "runtime/clock.h"
#include "runtime/serial_link.h"
#include "runtime/tcp_link.h"

namespace pue::runtime {
namespace {

namespace asio = boost::asio;
using modbus::Failure;

std::string meaning(const Failure& failure) {
  switch (failure.kind) {
    case Failure::Kind::timeout:
      return "no answer in time; check the unit number, the wiring, and baud and parity of the "
             "line";
    case Failure::Kind::connect:
      return "the link cannot be opened; check address and port (or device and permissions), "
             "whether another program uses the line, and whether the device allows another "
             "connection";
    case Failure::Kind::disconnect:
      return "the connection was closed under way; the device may allow one client only";
    case Failure::Kind::exception:
      return fmt::format("the device answered with exception {}{}", failure.exception_code,
                         failure.exception_code == 2 ? ", it has no such registers" : "");
    case Failure::Kind::bad_frame:
      return "the answer does not fit the request; check that this is a Modbus device and that no "
             "other client shares the line";
  }
  return {};
}

}  // namespace

struct OneShotLink::Wire {
  asio::io_context io{1};
  NameLookup lookup{io.get_executor()};
  std::optional<TcpLink> tcp;
  std::optional<SerialLink> serial;

  modbus::Exchange transact(const modbus::Request& request, MonoTime deadline) {
    if (serial) return serial->transact(request, deadline);
    std::optional<modbus::Exchange> result;
    const auto one_request = [&]() -> asio::awaitable<void> {
      result = co_await tcp->transact(request, deadline);
    };
    bool over = false;
    const auto end = [&over](const std::exception_ptr& bug) {
      over = true;
      if (bug) std::rethrow_exception(bug);
    };
    asio::co_spawn(io, one_request, end);
    io.restart();
    while (!over) io.run_one();
    return std::move(result).value();
  }
};

OneShotLink::OneShotLink(const modbus::LinkSettings& settings)
    : settings_{settings}, wire_{std::make_unique<Wire>()} {
  const auto seed = std::random_device{}();
  if (std::holds_alternative<modbus::SerialAddress>(settings.address)) {
    wire_->serial.emplace(settings, seed);
  } else {
    wire_->tcp.emplace(wire_->io, wire_->lookup, settings, seed);
  }
}

OneShotLink::~OneShotLink() = default;

modbus::Exchange OneShotLink::transact(const modbus::Request& request) {
  return wire_->transact(request, mono_now() + settings_.timeout);
}

Result<modbus::RegisterBlock> OneShotLink::read(const modbus::Request& request) {
  auto exchange = transact(request);
  if (const auto* failure = std::get_if<Failure>(&exchange.answer)) {
    return Error{explain(*failure, request, settings_)};
  }
  return std::get<modbus::RegisterBlock>(std::move(exchange.answer));
}

std::string explain(const Failure& failure, const modbus::Request& request,
                    const modbus::LinkSettings& link) {
  return fmt::format("{} unit {}, function {}, {} from address {}: {}", link.name, request.unit,
                     static_cast<int>(request.range.function), request.range.count,
                     request.range.address, meaning(failure));
}

}  // namespace pue::runtime

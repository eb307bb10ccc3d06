#include "commands/bus_access.h"

#include <algorithm>
#include <iostream>
#include <variant>

#include "runtime/clock.h"
#include "runtime/control_message.h"
#include "runtime/control_socket.h"
#include "runtime/load_configuration.h"
#include "runtime/one_shot.h"

namespace pue::commands {
namespace {

/// Or one that we may not ask, which will say so when it is asked.
bool answers(const std::string& control_socket) {
  if (control_socket.empty()) return false;
  // It carries nothing out: the daemon answers that it knows no such command.
  const auto answer = runtime::ask_daemon(control_socket, "{}", std::chrono::seconds{5});
  return !answer || answer->has_value();
}

Result<modbus::Exchange> through(const std::string& daemon, const runtime::BusRequest& request) {
  const auto answer = runtime::ask_daemon(daemon, runtime::question_of(request));
  if (!answer) return answer.error();
  if (!*answer) return Error{"the daemon has stopped; ask again"};
  return runtime::outcome_from<modbus::Exchange>(**answer);
}

}  // namespace

std::string polling_daemon(const config::Configuration& configuration,
                           const modbus::LinkAddress& link) {
  const auto& settings = configuration.engine;
  const bool polled = std::any_of(
      settings.connections.begin(), settings.connections.end(), [&](const auto& connection) {
        return modbus::bus_of(settings.links[connection.link].address) == modbus::bus_of(link);
      });
  return polled && answers(configuration.control_socket) ? configuration.control_socket : "";
}

std::string polling_daemon(const std::string& config_file, const modbus::LinkAddress& link) {
  const auto loaded = runtime::load_configuration(config_file);
  const auto* configuration = std::get_if<config::Configuration>(&loaded);
  return configuration == nullptr ? "" : polling_daemon(*configuration, link);
}

BusAccess::BusAccess(modbus::LinkSettings link, std::string daemon)
    : link_(std::move(link)), daemon_(std::move(daemon)) {
  if (daemon_.empty()) own_ = std::make_unique<runtime::OneShotLink>(link_);
}

BusAccess::~BusAccess() = default;

modbus::Exchange BusAccess::transact(const modbus::Request& request) {
  if (own_) return own_->transact(request);
  auto exchange = through(daemon_, {link_.address, request});
  if (exchange) {
    if (auto* block = std::get_if<modbus::RegisterBlock>(&exchange->answer))
      block->range = request.range;
    return std::move(*exchange);
  }
  const auto& said = exchange.error().message;
  if (said != last_said_) std::cerr << "pued: " << said << '\n';
  last_said_ = said;
  const auto at = runtime::mono_now();
  return {modbus::Failure{modbus::Failure::Kind::connect}, at, at, false, 1};
}

}  // namespace pue::commands

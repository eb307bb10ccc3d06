#include "commands/bus_in_use.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <variant>

#include "runtime/control_socket.h"
#include "runtime/load_configuration.h"

namespace pue::commands {

bool daemon_answers(const std::string& control_socket) {
  if (control_socket.empty()) return false;
  // It carries nothing out: the daemon answers that it knows no such command.
  const auto answer = runtime::ask_daemon(control_socket, "{}", std::chrono::seconds{5});
  return !answer || answer->has_value();
}

Result<void> may_ask(const modbus::LinkAddress& link, bool daemon_polls, std::ostream& warnings) {
  if (!daemon_polls) return {};
  const auto bus = modbus::bus_of(link);
  if (std::holds_alternative<modbus::SerialAddress>(link)) {
    return Error{
        fmt::format("{} is polled by a running pued, and a serial line has room for one; "
                    "stop it (systemctl stop pued), ask again, and start it",
                    bus)};
  }
  warnings << fmt::format(
      "warning: {} is polled by a running pued at the same time: a device or gateway that takes "
      "one "
      "client only may refuse, and pued may miss readings; stop it if the answers make no sense\n",
      bus);
  return {};
}

bool daemon_polls(const std::string& config_file, const modbus::LinkAddress& link) {
  const auto loaded = runtime::load_configuration(config_file);
  const auto* configuration = std::get_if<config::Configuration>(&loaded);
  if (configuration == nullptr) return false;
  const auto& links = configuration->engine.links;
  const bool named = std::any_of(links.begin(), links.end(), [&](const auto& one) {
    return modbus::bus_of(one.address) == modbus::bus_of(link);
  });
  return named && daemon_answers(configuration->control_socket);
}

}  // namespace pue::commands

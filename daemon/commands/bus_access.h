// How a person's requests reach a bus: through the daemon that polls it, so that it has one master,
// else by a link of our own.
#pragma once

#include <memory>
#include <string>

#include "config/load.h"
#include "modbus/exchange.h"
#include "modbus/link_settings.h"

namespace pue::runtime {
class OneShotLink;
}

namespace pue::commands {

/// The control socket of a daemon that runs with that configuration and polls a meter of that bus;
/// "" when there is none.
std::string polling_daemon(const config::Configuration& configuration,
                           const modbus::LinkAddress& link);
/// A file that is not there or is wrong is no daemon's.
std::string polling_daemon(const std::string& config_file, const modbus::LinkAddress& link);

class BusAccess {
 public:
  /// `daemon`: its control socket, or "". Opens nothing yet. Through a daemon its own timeout
  /// counts.
  BusAccess(modbus::LinkSettings link, std::string daemon);
  ~BusAccess();

  /// Blocks until the request had its turn. What a daemon says instead of asking goes to stderr,
  /// once; the request then failed as if the link could not be opened.
  modbus::Exchange transact(const modbus::Request& request);

 private:
  modbus::LinkSettings link_;
  std::string daemon_;
  std::string last_said_;  // by the daemon instead of asking: once is enough
  std::unique_ptr<runtime::OneShotLink> own_;
};

}  // namespace pue::commands

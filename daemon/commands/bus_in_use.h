// Whether a running daemon polls a bus that a person is about to ask: two that ask one line spoil
// each other's answers.
#pragma once

#include <iosfwd>
#include <string>

#include "base/result.h"
#include "config/load.h"
#include "modbus/link_settings.h"

namespace pue::commands {

/// A daemon answers at that control socket (""; none), or may not be asked.
bool daemon_answers(const std::string& control_socket);

/// A serial line that a daemon polls is refused, with the remedy; over TCP `warnings` gets a line.
Result<void> may_ask(const modbus::LinkAddress& link, bool daemon_polls, std::ostream& warnings);

/// A daemon that runs with this configuration polls that bus. A file that is not there or is wrong
/// is no daemon's.
bool daemon_polls(const std::string& config_file, const modbus::LinkAddress& link);

}  // namespace pue::commands

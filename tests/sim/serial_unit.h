// One unit on a serial line: a pseudo-terminal whose far end a master opens like a device, answered
// by libmodbus as RTU slave. libmodbus answers one unit id a line.
#pragma once

#include <memory>
#include <string>

#include "sim/listening_socket.h"
#include "sim/responder.h"

namespace pue::sim {

/// The two ends of a pseudo-terminal. The far end is held open as well, because without an opener
/// the near end reports a hang-up without end.
struct PseudoTerminal {
  Descriptor near_end;
  Descriptor far_end;
  std::string device;  // "/dev/pts/7"
};
Result<PseudoTerminal> open_pseudo_terminal();

/// Makes `path` a symbolic link to the device, replacing an earlier link (and nothing else).
Result<void> link_device(const std::string& device, const std::string& path);

class SerialUnit {
 public:
  SerialUnit(PseudoTerminal terminal, int unit, Responder responder, const StopSignal& stop);
  /// Serves until the stop signal.
  void run();

 private:
  struct LinkFree {
    void operator()(modbus_t* link) const { modbus_free(link); }
  };

  PseudoTerminal terminal_;
  Responder responder_;
  const StopSignal& stop_;
  std::unique_ptr<modbus_t, LinkFree> link_;
};

}  // namespace pue::sim

// One listening port, Modbus/TCP or RTU over TCP: one thread, several connections, one request at a
// time over all of them, as a gateway works. Framing by libmodbus, which ends the process at a
// descriptor ≥ 1024: connections beyond that are closed with a message.
#pragma once

#include <memory>
#include <vector>

#include "sim/listening_socket.h"
#include "sim/responder.h"

namespace pue::sim {

/// Ports that one process can serve; the rest of the 1,024 descriptors is for connections.
inline constexpr std::size_t most_ports = 400;

class ModbusServer {
 public:
  /// `rtu`: frames as on a serial line.
  ModbusServer(ListeningSocket socket, bool rtu, Responder responder, const StopSignal& stop);
  /// Serves until the stop signal.
  void run();

 private:
  struct LinkFree {
    void operator()(modbus_t* link) const { modbus_free(link); }
  };

  bool wait(std::vector<bool>& readable);
  void accept_connection();
  bool serve(int connection);
  bool listen_as_addressed_unit(int connection);

  ListeningSocket socket_;
  bool rtu_;
  Responder responder_;
  const StopSignal& stop_;
  std::unique_ptr<modbus_t, LinkFree> link_;
  std::vector<Descriptor> connections_;
};

}  // namespace pue::sim

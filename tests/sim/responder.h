// Answers one received request as the unit that it names would, faults included. libmodbus builds
// the frames; this decides what they say, when, and whether at all.
#pragma once

#include <modbus/modbus.h>

#include "sim/device_map.h"
#include "sim/faults.h"
#include "sim/live_site.h"
#include "sim/stop_signal.h"

namespace pue::sim {

class Responder {
 public:
  Responder(LiveSite& site, FaultBoard& faults, const StopSignal& stop, std::size_t port);

  /// `query` as modbus_receive left it. Blocks for the port's delay. A reply that the peer no
  /// longer takes is lost, as on a wire.
  void answer(modbus_t* link, const std::uint8_t* query, int length);

 private:
  struct Request {
    int unit;
    int function;
    int first;
    int count;
  };
  static Request parse(modbus_t* link, const std::uint8_t* query);
  std::chrono::microseconds line_time(const Request& request) const;
  void answer_as(std::size_t meter, const Request& request, modbus_t* link,
                 const std::uint8_t* query, int length);
  void reply(std::size_t meter, const Request& request, modbus_t* link, const std::uint8_t* query,
             int length);

  LiveSite& site_;
  FaultBoard& faults_;
  const StopSignal& stop_;
  const PortDescription& port_;
  DeviceMap devices_;
};

}  // namespace pue::sim

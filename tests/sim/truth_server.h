// The control port: a few HTTP routes on 127.0.0.1, one connection at a time. For tests and demos;
// it speaks just enough HTTP/1.0 for curl and Python.
//   GET  /truth[?from=&to=]   GET /state   GET /healthz
//   POST /fault?meter=&kind=KIND[:ARG]     POST /cooling?factor=
#pragma once

#include <map>
#include <string>

#include "sim/faults.h"
#include "sim/listening_socket.h"
#include "sim/live_site.h"
#include "sim/stop_signal.h"

namespace pue::sim {

struct ControlRequest {
  std::string method;
  std::string path;
  std::map<std::string, std::string> query;  // percent-decoded
};
/// The first line of an HTTP request. Error: it is none.
Result<ControlRequest> parse_control_request(const std::string& head);

struct ControlAnswer {
  int status = 200;
  std::string body;  // JSON
};

/// Puts a fault on a meter by its name; reset acts at once. Error: no such meter.
Result<void> put_fault(LiveSite& site, FaultBoard& faults, const MeterFault& fault);

class TruthServer {
 public:
  TruthServer(ListeningSocket socket, LiveSite& site, FaultBoard& faults, const StopSignal& stop);
  /// Serves until the stop signal.
  void run();
  ControlAnswer answer(const ControlRequest& request);

 private:
  ControlAnswer truth(const ControlRequest& request);
  ControlAnswer fault(const ControlRequest& request);
  ControlAnswer cooling(const ControlRequest& request);
  void serve(int connection);

  ListeningSocket socket_;
  LiveSite& site_;
  FaultBoard& faults_;
  const StopSignal& stop_;
};

}  // namespace pue::sim

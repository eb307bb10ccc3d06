// SITE.yaml as data: the plant, the ports it listens on and the meters behind them. Reading only;
// what the operator of the real daemon would configure is kept as text and written out unchanged.
#pragma once

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "sim/register_bank.h"
#include "sim/site_power.h"

namespace pue::sim {

/// One listening socket or serial line. A gateway handles one request at a time over all its
/// connections, each costing `delay` + `per_byte`; a unit that is silent blocks it for `timeout`.
struct PortDescription {
  std::string name;
  bool serial = false;
  bool rtu = false;  // RTU frames over TCP, as of a serial device server
  std::chrono::microseconds delay{0};
  std::chrono::microseconds per_byte{0};
  std::chrono::milliseconds timeout{0};
  int baud = 9600;  // of a line; a pty does not transmit any slower for it, nor does a socket
};

struct MeterDescription {
  std::string name;
  std::size_t port = 0;  // index into SiteDescription::ports
  int unit = 1;
  Signal measures = Signal::grid;
  double share = 1.0;  // of the signal
  RegisterKind registers = RegisterKind::generic_int64;
  std::int64_t step_wh = 1;
  double start_wh = 0;  // import register when the simulated time begins
  YAML::Node config;    // further keys of this meter for pued.yaml (role, parent, max_power, …)
};

struct SiteDescription {
  Plant plant;
  std::vector<PortDescription> ports;
  std::vector<MeterDescription> meters;
  YAML::Node site;            // `site:` of pued.yaml
  YAML::Node virtual_meters;  // `virtual_meters:` of pued.yaml
};

/// Error: what is wrong, with the line where yaml-cpp knows it.
Result<SiteDescription> parse_site(const std::string& text);

/// "1Wh", "1kWh", "400kWh" → Wh.
Result<std::int64_t> parse_register_step(const std::string& text);

/// Adds `count` PDU meters of equal share, alternating between the sides, on plain TCP ports of up
/// to 100 units; pdu-a and pdu-b keep half of what they measured. Further meters need a meter each
/// that measures pdu_a and pdu_b.
Result<SiteDescription> with_extra_meters(SiteDescription site, int count);

}  // namespace pue::sim

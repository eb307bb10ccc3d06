#include "sim/live_run.h"

#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <filesystem>
#include <list>
#include <thread>

#include "sim/config_writer.h"
#include "sim/modbus_server.h"
#include "sim/serial_unit.h"
#include "sim/truth_server.h"

namespace pue::sim {
namespace {

// What is opened before anything is served: one of the two for each port of the site.
struct OpenPort {
  std::optional<ListeningSocket> socket;
  std::optional<PseudoTerminal> terminal;
  std::string url;
};

Result<OpenPort> open_tcp(const Options& options, const SiteDescription& site, std::size_t index) {
  const bool chosen = options.base_port != 0;
  const std::size_t number = chosen ? options.base_port + index : 0;
  if (number > 65535) return Error{"--port: not enough ports above it"};
  auto socket = listen_on_loopback(static_cast<std::uint16_t>(number));
  if (!socket) return socket.error();
  const auto& port = site.ports[index];
  const std::string url =
      port.rtu ? fmt::format("modbus+rtu+tcp://127.0.0.1:{}?baud={}", socket->port, port.baud)
               : fmt::format("modbus+tcp://127.0.0.1:{}", socket->port);
  return OpenPort{std::move(*socket), std::nullopt, url};
}

Result<OpenPort> open_serial(const Options& options, const PortDescription& port) {
  auto terminal = open_pseudo_terminal();
  if (!terminal) return terminal.error();
  std::string device = terminal->device;
  if (!options.serial_link.empty()) {
    if (const auto linked = link_device(device, options.serial_link); !linked)
      return linked.error();
    device = std::filesystem::absolute(options.serial_link).string();
  }
  const std::string url = fmt::format("modbus+rtu:{}?baud={}&parity=none", device, port.baud);
  return OpenPort{std::nullopt, std::move(*terminal), url};
}

Result<std::vector<OpenPort>> open_ports(const Options& options, const SiteDescription& site) {
  if (site.ports.size() > most_ports)
    return Error{
        fmt::format("{} ports are more than the {} of one process (libmodbus serves "
                    "descriptors below 1024 only): start several puesim with fewer "
                    "--meters",
                    site.ports.size(), most_ports)};
  std::vector<OpenPort> ports;
  for (std::size_t i = 0; i < site.ports.size(); ++i) {
    auto port =
        site.ports[i].serial ? open_serial(options, site.ports[i]) : open_tcp(options, site, i);
    if (!port) return port.error();
    fmt::print("link {}={}\n", site.ports[i].name, port->url);
    ports.push_back(std::move(*port));
  }
  return ports;
}

Result<SimulationState> starting_state(const Options& options) {
  SimulationState state;
  state.seed = options.seed.value_or(1);
  state.time = wall_clock_seconds();
  if (options.state_file.empty() || !std::filesystem::exists(options.state_file)) return state;
  const auto text = read_file(options.state_file);
  if (!text) return text.error();
  auto saved = state_from_json(*text);
  if (!saved) return Error{options.state_file + ": " + saved.error().message};
  if (options.seed && *options.seed != saved->seed)
    return Error{fmt::format("{}: has seed {}; leave --seed out to continue it", options.state_file,
                             saved->seed)};
  return saved;
}

Result<void> write_config(const Options& options, const SiteDescription& site,
                          const std::vector<OpenPort>& ports) {
  if (options.config_file.empty()) return {};
  ConfigChoices choices{{}, options.ledger, options.poll_interval};
  for (const auto& port : ports) choices.link_urls.push_back(port.url);
  return replace_file(options.config_file, pued_config(site, choices));
}

sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// Keeps the second-by-second record complete when nobody asks, until a signal ends it.
void advance_until_signal(LiveSite& live, const sigset_t& signals) {
  const timespec pause{0, 250'000'000};
  while (sigtimedwait(&signals, nullptr, &pause) < 0) live.advance();
}

// The threads of all ports and of the control endpoint; joined when it goes.
class Servers {
 public:
  Servers(LiveSite& live, FaultBoard& faults, std::vector<OpenPort> ports,
          ListeningSocket control) {
    for (std::size_t i = 0; i < ports.size(); ++i)
      add_port(live, Responder(live, faults, stop_, i), i, std::move(ports[i]));
    start(control_.emplace_back(std::move(control), live, faults, stop_));
  }
  ~Servers() {
    stop_.stop();
    for (auto& thread : threads_) thread.join();
  }
  Servers(const Servers&) = delete;
  Servers& operator=(const Servers&) = delete;

 private:
  template <class Server>
  void start(Server& server) {
    threads_.emplace_back([&server] { server.run(); });
  }

  void add_port(const LiveSite& live, Responder responder, std::size_t index, OpenPort port) {
    if (port.socket)
      return start(tcp_.emplace_back(std::move(*port.socket), live.site().ports[index].rtu,
                                     std::move(responder), stop_));
    for (const auto& meter : live.site().meters)
      if (meter.port == index)
        start(serial_.emplace_back(std::move(*port.terminal), meter.unit, std::move(responder),
                                   stop_));
  }

  StopSignal stop_;
  std::list<ModbusServer> tcp_;
  std::list<SerialUnit> serial_;
  std::list<TruthServer> control_;
  std::vector<std::thread> threads_;
};

Result<void> put_faults(const Options& options, LiveSite& live, FaultBoard& faults) {
  for (const auto& fault : options.faults)
    if (const auto put = put_fault(live, faults, fault); !put) return put;
  return {};
}

}  // namespace

Result<void> run_live(const Options& options, const SiteDescription& site) {
  const sigset_t signals = ending_signals();
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  auto state = starting_state(options);
  if (!state) return state.error();
  LiveSite live(site, std::move(*state), SimClock(options.speed));
  FaultBoard faults(site.meters.size());
  if (const auto put = put_faults(options, live, faults); !put) return put;

  auto ports = open_ports(options, site);
  if (!ports) return ports.error();
  auto control = listen_on_loopback(options.control_port);
  if (!control) return control.error();
  fmt::print("control=http://127.0.0.1:{}\n", control->port);
  if (const auto written = write_config(options, site, *ports); !written) return written;
  {
    const Servers servers(live, faults, std::move(*ports), std::move(*control));
    fmt::print("ready: SIMULATED site with {} meters\n", site.meters.size());
    std::fflush(stdout);
    advance_until_signal(live, signals);
  }
  if (options.state_file.empty()) return {};
  return replace_file(options.state_file, state_to_json(live.state()));
}

}  // namespace pue::sim

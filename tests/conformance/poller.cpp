// Polls float32 input registers of unit 1, by the daemon's own poll loop. `METERS-THAT-ANSWER
// LINK…`: those at address 0 of each link, until so many have delivered twice; prints what came.
// `together LINK`: those at 0, 200, 400 and 600, asked for at the same time. `watch LINK`: prints
// each value until its input ends. run.py does the judging.
#include <poll.h>
#include <unistd.h>

#include <iostream>
#include <map>
#include <string>
#include <thread>

#include "runtime/clock.h"
#include "runtime/poll_loop.h"

namespace {

using namespace pue;

void add_link(engine::Settings& settings, const std::string& url) {
  modbus::LinkSettings link;
  link.name = url;
  link.address = modbus::parse_link_url(url).value();
  settings.links.push_back(link);
}

/// A meter on the last link.
void add_meter(engine::Settings& settings, std::uint16_t address) {
  meter::Point power;
  power.range = {modbus::FunctionCode::read_input_registers, address, 2};
  engine::MeterConnection connection;
  connection.link = settings.links.size() - 1;
  connection.points = {power};
  settings.connections.push_back(connection);
  settings.trackers.emplace_back();
  settings.site.meters.emplace_back();
}

/// Too far apart for one request.
void add_meters_together(engine::Settings& settings, const std::string& url) {
  constexpr std::uint16_t meters = 4;
  add_link(settings, url);
  settings.links.back().max_in_flight = meters;
  for (std::uint16_t i = 0; i < meters; ++i)
    add_meter(settings, static_cast<std::uint16_t>(200 * i));
}

/// Values of each meter, oldest first, when `wanted` meters have two; or what came within 20 s.
std::map<MeterId, std::vector<double>> collect(runtime::PollLoop& loop, std::size_t wanted) {
  std::map<MeterId, std::vector<double>> values;
  const auto end = runtime::mono_now() + std::chrono::seconds{20};
  const auto complete = [&] {
    std::size_t with_two = 0;
    for (const auto& [meter, list] : values) with_two += list.size() >= 2 ? 1 : 0;
    return with_two == wanted;
  };
  while (!complete() && runtime::mono_now() < end) {
    for (const auto& reading : loop.take_readings()) values[reading.meter].push_back(reading.value);
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return values;
}

bool input_has_ended() {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, 5) != 0;
}

void watch(runtime::PollLoop& loop) {
  while (!input_has_ended()) {
    for (const auto& reading : loop.take_readings()) std::cout << reading.value << std::endl;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: conformance_poller METERS-THAT-ANSWER|together|watch LINK-URL...\n";
    return 2;
  }
  engine::Settings settings;
  settings.polling.interval = std::chrono::milliseconds{100};
  const std::string what = argv[1];
  const bool together = what == "together";
  if (together) add_meters_together(settings, argv[2]);
  for (int i = 2; !together && i < argc; ++i) {
    add_link(settings, argv[i]);
    add_meter(settings, 0);
  }
  runtime::PollLoop loop{settings, 2};
  loop.start();
  if (what == "watch") {
    watch(loop);
    return 0;
  }
  const auto values = collect(loop, together ? settings.connections.size() : std::stoul(what));
  const auto now = runtime::mono_now();
  const bool alive = now - loop.heartbeat() <= loop.heartbeat_bound();
  loop.stop();
  const auto telemetry = loop.telemetry();
  for (std::uint32_t i = 0; i < settings.connections.size(); ++i) {
    const auto found = values.find(MeterId{i});
    const auto& polls = telemetry.meters[i];
    std::cout << (found == values.end() ? "none" : std::to_string(found->second.back())) << ' '
              << (telemetry.links[settings.connections[i].link].connected ? "connected" : "down")
              << ' ' << (polls.last_failure.empty() ? "ok" : polls.last_failure) << '\n';
  }
  return alive ? 0 : 1;
}

#include "commands/bus_description.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <array>
#include <map>

#include "config/modicon.h"
#include "config/scalar.h"
#include "meter/quantity.h"

namespace pue::commands {
namespace {

using modbus::FunctionCode;

bool reads_bits(FunctionCode function) {
  return function == FunctionCode::read_coils || function == FunctionCode::read_discrete_inputs;
}

/// Bytes of a good answer: header 7 or address and checksum 3; function and byte count; data
/// (Modbus Application Protocol 1.1b3, 6.1–6.4).
std::size_t answer_bytes(const modbus::RegisterRange& range, bool rtu) {
  const std::size_t data = reads_bits(range.function) ? (range.count + 7U) / 8U : 2U * range.count;
  return (rtu ? 3 : 7) + 2 + data;
}

std::string_view name_of(modbus::RateClass rate) {
  using modbus::RateClass;
  return rate == RateClass::fast ? "fast" : rate == RateClass::medium ? "medium" : "slow";
}

std::string address_text(const modbus::RegisterRange& range) {
  const auto last = static_cast<std::uint16_t>(range.address + range.count - 1);
  return fmt::format("address {}-{} ({}-{})", range.address, last,
                     config::modicon_number({range.function, range.address}),
                     config::modicon_number({range.function, last}));
}

void describe_request(const engine::PlannedRequest& planned, const engine::Settings& settings,
                      const engine::SunSpecKnowledge& assumed, const modbus::LinkAddress& link,
                      std::ostream& out) {
  const auto& [unit, range] = planned.polled.request;
  const bool rtu = modbus::uses_rtu(link);
  const bool sunspec = reads_sunspec(planned, settings);
  fmt::print(out, "  unit {} function {} {}, {} {}: {} bytes out, {} in, {}\n", unit,
             static_cast<int>(range.function),
             sunspec ? "at an address that is found while polling" : address_text(range),
             range.count, reads_bits(range.function) ? "bits" : "registers", rtu ? 8 : 12,
             answer_bytes(range, rtu), name_of(planned.polled.rate));
  if (!sunspec)
    fmt::print(out, "    {}{}\n", request_bytes(planned.polled.request, link),
               rtu ? " + checksum" : "");
  std::map<MeterId, std::string> quantities;
  for (const auto& point : planned.points) {
    const auto& points = points_of(settings, point.meter, assumed);
    quantities[point.meter] += fmt::format(" {}", name(points[point.point].quantity));
  }
  for (const auto& [meter, text] : quantities) {
    fmt::print(out, "    {}:{}\n", settings.site.meters[meter.index].name, text);
  }
}

/// What of the load is an assumption.
void describe_sunspec(const engine::BusPlan& bus, const engine::Settings& settings,
                      std::ostream& out) {
  for (const auto meter : bus.meters) {
    const auto& connection = settings.connections[meter.index];
    if (connection.sunspec.empty()) continue;
    fmt::print(
        out,
        "  unit {} {}: SunSpec, its models are looked for before the first value and when it "
        "was silent; assumed here is model {}\n",
        connection.unit, settings.site.meters[meter.index].name,
        connection.sunspec.front().models.front());
  }
}

constexpr std::array all_rates = {modbus::RateClass::fast, modbus::RateClass::medium,
                                  modbus::RateClass::slow};

/// Share of what the link can do with all its requests at a time.
double load_of(const engine::BusPlan& bus, const engine::Settings& settings) {
  return predicted_load(bus, settings.polling.periods()) /
         static_cast<double>(settings.links[bus.link].max_in_flight);
}

void describe_load(const engine::BusPlan& bus, const engine::Settings& settings,
                   std::ostream& out) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  const auto periods = settings.polling.periods();
  for (const auto rate : all_rates) {
    const auto time = predicted_time(bus, rate);
    if (time == Duration{0}) continue;
    fmt::print(out, "  {}: {:.0f} ms every {}\n", name_of(rate), Milliseconds(time).count(),
               config::duration_text(periods.of(rate)));
  }
  const auto load = load_of(bus, settings);
  fmt::print(out, "  predicted bus load {:.1f} %\n", 100 * load);
  if (load > 1) {
    fmt::print(out,
               "  WARNING: the requests do not fit; lengthen polling.interval, energy_interval or "
               "slow_interval, raise the baud rate or spread the meters over more buses\n");
  }
}

}  // namespace

std::string request_bytes(const modbus::Request& request, const modbus::LinkAddress& link) {
  const auto& range = request.range;
  const auto high = [](std::uint16_t word) { return static_cast<std::uint8_t>(word >> 8); };
  const auto low = [](std::uint16_t word) { return static_cast<std::uint8_t>(word); };
  const std::array<std::uint8_t, 6> bytes = {
      request.unit,        static_cast<std::uint8_t>(range.function),
      high(range.address), low(range.address),
      high(range.count),   low(range.count)};
  const auto body = fmt::format("{:02x}", fmt::join(bytes, " "));
  return modbus::uses_rtu(link) ? body : "xx xx 00 00 00 06 " + body;
}

bool plan_fits(const engine::Settings& settings) {
  const auto plans = plan_buses(settings, assumed_models(settings));
  return std::all_of(plans.begin(), plans.end(),
                     [&](const engine::BusPlan& plan) { return load_of(plan, settings) <= 1; });
}

void describe_buses(const engine::Settings& settings, std::ostream& out) {
  const auto assumed = assumed_models(settings);
  for (const auto& bus : plan_buses(settings, assumed)) {
    const auto& link = settings.links[bus.link];
    const auto url = modbus::normalized_url(link.address);
    fmt::print(out, "\nBus {}{}, gap {}, timeout {}", url,
               link.name == url ? "" : fmt::format(" ({})", link.name),
               config::duration_text(link.gap), config::duration_text(link.timeout));
    const auto bound = modbus::busy_bound(link);
    if (bound > Duration{0}) fmt::print(out, ", busy bound {}", config::duration_text(bound));
    if (link.max_in_flight > 1) fmt::print(out, ", {} requests at a time", link.max_in_flight);
    fmt::print(out, "\n");
    for (const auto& request : bus.requests)
      describe_request(request, settings, assumed, link.address, out);
    describe_sunspec(bus, settings, out);
    describe_load(bus, settings, out);
  }
}

}  // namespace pue::commands

#include "modbus/planner.h"

#include <algorithm>
#include <cstddef>

#include "base/limits.h"

namespace pue::modbus {
namespace {

bool reads_registers(FunctionCode function) {
  return function == FunctionCode::read_holding_registers ||
         function == FunctionCode::read_input_registers;
}

std::uint32_t longest(FunctionCode function, std::uint16_t max_registers) {
  if (reads_registers(function)) return std::min(max_registers, limits::registers_per_request);
  return std::min<std::uint32_t>(16U * max_registers, limits::bits_per_request);
}

std::uint32_t end_of(const RegisterRange& range) {
  return std::uint32_t{range.address} + range.count;
}

struct Cheapest {
  Duration total;
  std::size_t previous = 0;  // the last request covers wanted[previous, here)
  RegisterRange request;
};

// wanted: sorted, of one function. best[n] is the cheapest way to read the first n ranges.
void plan_function(const std::vector<RegisterRange>& wanted, std::uint16_t max_registers,
                   const CostModel& model, std::vector<RegisterRange>& requests) {
  const auto bound = longest(wanted.front().function, max_registers);
  std::vector<Cheapest> best(wanted.size() + 1);
  for (std::size_t n = 1; n <= wanted.size(); ++n) {
    std::uint32_t end = 0;
    for (std::size_t first = n; first-- > 0;) {
      end = std::max(end, end_of(wanted[first]));
      const auto count = end - wanted[first].address;
      if (count > bound && first + 1 < n) break;
      const RegisterRange request{wanted[first].function, wanted[first].address,
                                  static_cast<std::uint16_t>(count)};
      const auto total = best[first].total + cost(model, request);
      if (first + 1 == n || total < best[n].total) best[n] = {total, first, request};
    }
  }
  std::vector<RegisterRange> backwards;
  for (auto n = wanted.size(); n > 0; n = best[n].previous) backwards.push_back(best[n].request);
  requests.insert(requests.end(), backwards.rbegin(), backwards.rend());
}

}  // namespace

CostModel tcp_cost(Duration gap) {
  return {std::chrono::milliseconds{10} + gap, std::chrono::nanoseconds{1}};
}

CostModel serial_cost(const SerialAddress& address, Duration gap, Duration turnaround) {
  const int parity_bits = address.parity == SerialAddress::Parity::none ? 0 : 1;
  const int bits = 1 + 8 + parity_bits + address.stop_bits;
  const Duration byte = std::chrono::nanoseconds{1'000'000'000LL * bits / address.baud};
  return {turnaround + gap + 13 * byte, 2 * byte};
}

CostModel cost_model(const LinkSettings& link) {
  if (const auto* serial = std::get_if<SerialAddress>(&link.address)) {
    return serial_cost(*serial, link.gap);
  }
  const auto& tcp = std::get<TcpAddress>(link.address);
  if (!uses_rtu(link.address)) return tcp_cost(link.gap);
  SerialAddress line_behind;
  line_behind.baud = tcp.baud;
  return serial_cost(line_behind, link.gap);
}

Duration cost(const CostModel& model, const RegisterRange& range) {
  const auto registers = reads_registers(range.function) ? range.count : (range.count + 15) / 16;
  return model.per_request + registers * model.per_register;
}

std::vector<RegisterRange> plan(std::vector<RegisterRange> wanted, std::uint16_t max_registers,
                                const CostModel& model) {
  std::sort(wanted.begin(), wanted.end());
  std::vector<RegisterRange> requests;
  for (auto begin = wanted.begin(); begin != wanted.end();) {
    const auto end = std::find_if(begin, wanted.end(), [&](const RegisterRange& range) {
      return range.function != begin->function;
    });
    plan_function({begin, end}, max_registers, model, requests);
    begin = end;
  }
  return requests;
}

}  // namespace pue::modbus

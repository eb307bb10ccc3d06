#include "modbus/planner.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <span>
#include <tuple>

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
  double seconds_per_second = 0;
  std::size_t previous = 0;  // the last request covers wanted[previous, here)
  WantedRange request;
};

double bus_share(const WantedRange& request, const RatePeriods& periods, const CostModel& model) {
  return std::chrono::duration<double>(cost(model, request.range)) / periods.of(request.rate);
}

// wanted: sorted, of one function, no cut between them. best[n] is the cheapest way to read the
// first n ranges.
void plan_group(std::span<const WantedRange> wanted, std::uint16_t max_registers,
                const RatePeriods& periods, const CostModel& model,
                std::vector<WantedRange>& requests) {
  const auto function = wanted.front().range.function;
  const auto bound = longest(function, max_registers);
  std::vector<Cheapest> best(wanted.size() + 1);
  for (std::size_t n = 1; n <= wanted.size(); ++n) {
    std::uint32_t end = 0;
    auto rate = RateClass::slow;
    for (std::size_t first = n; first-- > 0;) {
      end = std::max(end, end_of(wanted[first].range));
      rate = std::min(rate, wanted[first].rate);
      const auto begin = wanted[first].range.address;
      const auto count = end - begin;
      if (count > bound && first + 1 < n) break;
      const WantedRange request{{function, begin, static_cast<std::uint16_t>(count)}, rate};
      const auto total = best[first].seconds_per_second + bus_share(request, periods, model);
      if (first + 1 == n || total < best[n].seconds_per_second) best[n] = {total, first, request};
    }
  }
  std::vector<WantedRange> backwards;
  for (auto n = wanted.size(); n > 0; n = best[n].previous) backwards.push_back(best[n].request);
  requests.insert(requests.end(), backwards.rbegin(), backwards.rend());
}

bool divided(const std::vector<Cut>& cuts, const RegisterRange& before,
             const RegisterRange& after) {
  return std::any_of(cuts.begin(), cuts.end(), [&](const Cut& cut) {
    return cut.function == after.function && before.address < cut.address &&
           cut.address <= after.address;
  });
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
  return model.per_request + words(range) * model.per_register;
}

std::uint32_t words(const RegisterRange& range) {
  return reads_registers(range.function) ? range.count : (range.count + 15U) / 16U;
}

std::vector<WantedRange> plan(std::vector<WantedRange> wanted, const UnitLimits& limits,
                              const RatePeriods& periods, const CostModel& model) {
  std::sort(wanted.begin(), wanted.end());
  std::vector<WantedRange> requests;
  for (std::size_t begin = 0; begin < wanted.size();) {
    auto end = begin + 1;
    const auto joins = [&](const RegisterRange& range) {
      return range.function == wanted[begin].range.function &&
             !divided(limits.cuts, wanted[end - 1].range, range);
    };
    while (end < wanted.size() && joins(wanted[end].range)) ++end;
    plan_group(std::span{wanted}.subspan(begin, end - begin), limits.max_registers, periods, model,
               requests);
    begin = end;
  }
  return requests;
}

std::optional<Cut> cut_of(std::vector<RegisterRange> wanted) {
  std::sort(wanted.begin(), wanted.end());
  std::uint32_t last = 0;
  for (const auto& range : wanted) last = std::max(last, end_of(range));
  // A wider hole first, then halves that are more alike, then the higher address.
  std::optional<std::tuple<std::int64_t, std::int64_t, std::uint16_t>> best;
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto next = wanted[i].address;
    if (i != 0 && next >= end) {
      const auto before = std::int64_t{end} - wanted.front().address;
      const auto after = std::int64_t{last} - next;
      best = std::max(best, std::optional{std::tuple{std::int64_t{next} - end,
                                                     -std::abs(before - after), next}});
    }
    end = std::max(end, end_of(wanted[i]));
  }
  if (!best) return std::nullopt;
  return Cut{wanted.front().function, std::get<std::uint16_t>(*best)};
}

}  // namespace pue::modbus

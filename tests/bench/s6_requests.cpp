// S6: how many requests the planner makes of an SDM630 map of 30 values, beside the least possible
// and one request a value.
#include <iostream>
#include <vector>

#include "modbus/planner.h"

namespace {

using namespace pue::modbus;

std::vector<WantedRange> thirty_values() {
  std::vector<WantedRange> wanted;
  for (const int address : {0,  2,  4,  6,  8,  10, 12, 14, 16, 18, 20,  22,  24,  26,  28,
                            30, 32, 34, 52, 56, 60, 62, 70, 72, 74, 342, 346, 348, 350, 356}) {
    const auto first = static_cast<std::uint16_t>(address);
    wanted.push_back({{FunctionCode::read_input_registers, first, 2}});
  }
  return wanted;
}

void print(const char* link, const CostModel& model) {
  const auto wanted = thirty_values();
  pue::Duration planned{0};
  pue::Duration one_by_one{0};
  const auto requests = plan(wanted, {}, {}, model);
  for (const auto& request : requests) planned += cost(model, request.range);
  for (const auto& value : wanted) one_by_one += cost(model, value.range);
  const auto ms = [](pue::Duration d) {
    return std::chrono::duration<double, std::milli>{d}.count();
  };
  std::cout << link << ": " << requests.size() << " requests, " << ms(planned)
            << " ms by the model; one request a value: " << wanted.size() << ", " << ms(one_by_one)
            << " ms\n";
  for (const auto& [r, rate] : requests) {
    std::cout << "  " << r.address << " +" << r.count << '\n';
  }
}

}  // namespace

int main() {
  std::cout << "least possible on TCP: 2 (0 to 357 are 358 registers, a request reads 125)\n";
  print("TCP", tcp_cost());
  print("serial 9600 8N1, 30 ms", serial_cost({"/dev/ttyUSB0", 9600}));
}

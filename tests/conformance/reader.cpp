// Reads every row of a table of points through the daemon's link and decoder and prints the values
// exactly, one a line. It expects nothing: run.py does the judging.
#include <fstream>
#include <iostream>
#include <string>

#include "meter/decode.h"
#include "runtime/one_shot.h"

namespace {

using namespace pue;

struct Row {
  int function = 0;
  int address = 0;
  std::string type;
  std::string order;
  int bit = 0;
  std::uint16_t words = 1;
};

meter::Point point_of(const Row& row) {
  meter::Point point;
  point.type = meter::value_type_from_name(row.type).value();
  point.order = meter::Order::parse(row.order).value();
  point.bit = static_cast<std::uint8_t>(row.bit);
  point.range = {static_cast<modbus::FunctionCode>(row.function),
                 static_cast<std::uint16_t>(row.address), row.words};
  return point;
}

bool print_value(runtime::OneShotLink& link, const meter::Point& point) {
  const auto block = link.read({1, point.range});
  if (!block) {
    std::cerr << block.error().message << '\n';
    return false;
  }
  const auto value = meter::decode_raw(point, block->words);
  if (const auto* raw = std::get_if<meter::RawValue>(&value)) {
    std::cout << meter::format_exact(*raw) << '\n';
  } else {
    std::cout << meter::name(std::get<meter::NoValue>(value)) << '\n';
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: conformance_reader LINK-URL TABLE\n";
    return 2;
  }
  const auto address = modbus::parse_link_url(argv[1]);
  if (!address) {
    std::cerr << address.error().message << '\n';
    return 2;
  }
  modbus::LinkSettings settings;
  settings.name = argv[1];
  settings.address = *address;
  settings.timeout = std::chrono::seconds{10};
  runtime::OneShotLink link{settings};
  std::ifstream table{argv[2]};
  Row row;
  while (table >> row.function >> row.address >> row.type >> row.order >> row.bit >> row.words) {
    if (!print_value(link, point_of(row))) return 1;
  }
  return 0;
}

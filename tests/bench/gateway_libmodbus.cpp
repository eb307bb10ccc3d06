// A client as libmodbus makes it easy to write: one unit after another, as fast as the bus goes,
// the power of an SDM630 in a request, a new connection after an error.
#include <modbus/modbus.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::vector<int> units;
  for (int i = 2; i < argc; ++i) units.push_back(std::atoi(argv[i]));
  auto* context = modbus_new_tcp("127.0.0.1", std::atoi(argv[1]));
  modbus_set_response_timeout(context, 1, 0);
  std::array<std::uint16_t, 2> words{};
  bool connected = false;
  for (;;) {
    for (const int unit : units) {
      connected = connected || modbus_connect(context) == 0;
      modbus_set_slave(context, unit);
      if (modbus_read_input_registers(context, 52, 2, words.data()) == 2) continue;
      modbus_close(context);
      connected = false;
    }
  }
}

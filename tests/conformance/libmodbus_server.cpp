// A Modbus server by libmodbus over an image of registers and bits: the independent peer of the
// conformance test and the benches. `tcp` prints its port, `rtu DEVICE` prints 0.
#include <modbus/modbus.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <string>

namespace {

constexpr int address_space = 65536;

modbus_mapping_t* read_image(const std::string& file) {
  auto* mapping = modbus_mapping_new(address_space, address_space, address_space, address_space);
  std::ifstream image{file};
  int function = 0;
  int address = 0;
  int word = 0;
  while (image >> function >> address >> word) {
    if (function == 1) mapping->tab_bits[address] = static_cast<std::uint8_t>(word);
    if (function == 2) mapping->tab_input_bits[address] = static_cast<std::uint8_t>(word);
    if (function == 3) mapping->tab_registers[address] = static_cast<std::uint16_t>(word);
    if (function == 4) mapping->tab_input_registers[address] = static_cast<std::uint16_t>(word);
  }
  return mapping;
}

int port_of(int descriptor) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void answer_until_closed(modbus_t* context, modbus_mapping_t* mapping) {
  std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> query{};
  for (;;) {
    const int length = modbus_receive(context, query.data());
    if (length < 0) return;
    if (length > 0) modbus_reply(context, query.data(), length, mapping);
  }
}

int serve_tcp(modbus_mapping_t* mapping) {
  auto* context = modbus_new_tcp("127.0.0.1", 0);
  int listening = modbus_tcp_listen(context, 4);
  if (listening < 0) return 1;
  std::cout << port_of(listening) << std::endl;
  while (modbus_tcp_accept(context, &listening) >= 0) {
    answer_until_closed(context, mapping);
    modbus_close(context);
  }
  return 1;
}

int serve_rtu(const char* device, modbus_mapping_t* mapping) {
  auto* context = modbus_new_rtu(device, 19200, 'N', 8, 1);
  if (modbus_set_slave(context, 1) != 0 || modbus_connect(context) != 0) return 1;
  std::cout << 0 << std::endl;
  for (;;) answer_until_closed(context, mapping);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string kind = argc > 2 ? argv[2] : "";
  if (kind != "tcp" && !(kind == "rtu" && argc == 4)) {
    std::cerr << "usage: conformance_libmodbus_server IMAGE tcp | IMAGE rtu DEVICE\n";
    return 2;
  }
  auto* mapping = read_image(argv[1]);
  return kind == "tcp" ? serve_tcp(mapping) : serve_rtu(argv[3], mapping);
}

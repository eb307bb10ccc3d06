#include "modbus/link_settings.h"

#include <catch2/catch.hpp>

using namespace pue::modbus;

namespace {
std::string normal(const std::string& url) {
  const auto address = parse_link_url(url);
  return address ? normalized_url(*address) : "error: " + address.error().message;
}
std::string error_of(const std::string& url) {
  const auto address = parse_link_url(url);
  return address ? "no error" : address.error().message;
}
SerialAddress serial(const std::string& url) {
  return std::get<SerialAddress>(parse_link_url(url).value());
}
}  // namespace

TEST_CASE("a Modbus/TCP link has port 502 unless it says another") {
  CHECK(parse_link_url("modbus+tcp://10.1.0.5").value() ==
        LinkAddress{TcpAddress{"10.1.0.5", 502}});
  CHECK(parse_link_url("modbus+tcp://gw:1502").value() == LinkAddress{TcpAddress{"gw", 1502}});
}

TEST_CASE("two spellings of one host are one bus") {
  CHECK(normal("modbus+tcp://GW-1.Example") == "modbus+tcp://gw-1.example:502");
  CHECK(normal("modbus+tcp://[0:0::0:1]:1502") == "modbus+tcp://[::1]:1502");
  CHECK(normal("modbus+tcp://[2001:DB8::a]") == "modbus+tcp://[2001:db8::a]:502");
  CHECK(normal("modbus+tcp://[fe80::1%eth0]") == "modbus+tcp://[fe80::1%eth0]:502");
}

TEST_CASE("a serial link has its defaults and its options") {
  CHECK(serial("modbus+rtu:/dev/ttyUSB0") == SerialAddress{"/dev/ttyUSB0", 9600});
  CHECK(serial("modbus+rtu:/dev/ttyS1?baud=19200&parity=even&stop_bits=2") ==
        SerialAddress{"/dev/ttyS1", 19200, SerialAddress::Parity::even, 2});
  CHECK(serial("modbus+rtu:/dev/ttyS1?parity=odd").parity == SerialAddress::Parity::odd);
  CHECK(normal("modbus+rtu:/dev/ttyS1?baud=19200") == "modbus+rtu:/dev/ttyS1");
}

TEST_CASE("what cannot be a link is refused with the reason and an example") {
  CHECK_THAT(error_of("modbus+tcp://"), Catch::Contains("host is missing"));
  CHECK_THAT(error_of("modbus+tcp://10.0.0.1:0"), Catch::Contains("port"));
  CHECK_THAT(error_of("modbus+tcp://10.0.0.1:70000"), Catch::Contains("port"));
  CHECK_THAT(error_of("modbus+tcp://10.0.0.1:"), Catch::Contains("port"));
  CHECK_THAT(error_of("modbus+tcp://::1:502"), Catch::Contains("host is missing or misspelt"));
  CHECK_THAT(error_of("modbus+tcp://fe80::1"), Catch::Contains("brackets"));
  CHECK_THAT(error_of("modbus+tcp://[::1"), Catch::Contains("]"));
  CHECK_THAT(error_of("modbus+tcp://[::g]"), Catch::Contains("misspelt"));
  CHECK_THAT(error_of("modbus+tcp://a b"), Catch::Contains("misspelt"));
  CHECK_THAT(error_of("modbus+tcp://gw/1"), Catch::Contains("no path"));
  CHECK_THAT(error_of("modbus+tcp://gw?timeout=1"), Catch::Contains("options"));
  CHECK_THAT(error_of("http://gw"), Catch::Contains("modbus+tcp://10.1.0.5:502"));
  CHECK_THAT(error_of("modbus+rtu:ttyUSB0"), Catch::Contains("absolute path"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?bauds=9600"), Catch::Contains("unknown option"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?baud=9601"), Catch::Contains("9601"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?baud=9600x"), Catch::Contains("9600x"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?parity=mark"), Catch::Contains("mark"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?stop_bits=3"), Catch::Contains("1 or 2"));
}

TEST_CASE("RTU over TCP says that it is not supported yet") {
  CHECK_THAT(error_of("modbus+rtu+tcp://10.1.0.9:4001"), Catch::Contains("not supported yet"));
}

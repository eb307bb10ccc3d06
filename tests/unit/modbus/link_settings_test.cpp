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
  CHECK_THAT(error_of("modbus+tcp://gw?timeout=1"), Catch::Contains("keys under links"));
  CHECK_THAT(error_of("http://gw"), Catch::Contains("modbus+tcp://10.1.0.5:502"));
  CHECK_THAT(error_of("modbus+rtu:ttyUSB0"), Catch::Contains("absolute path"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?bauds=9600"), Catch::Contains("unknown option"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?baud=9601"), Catch::Contains("9601"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?baud=9600x"), Catch::Contains("9600x"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?parity=mark"), Catch::Contains("mark"));
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyUSB0?stop_bits=3"), Catch::Contains("1 or 2"));
}

TEST_CASE("RTU over TCP has a host, a port and, for planning, the baud rate of its line") {
  CHECK(parse_link_url("modbus+rtu+tcp://10.1.0.9:4001").value() ==
        LinkAddress{TcpAddress{"10.1.0.9", 4001, TcpAddress::Framing::rtu, 9600}});
  CHECK(parse_link_url("modbus+rtu+tcp://[::1]:4001?baud=19200").value() ==
        LinkAddress{TcpAddress{"::1", 4001, TcpAddress::Framing::rtu, 19200}});
  CHECK(normal("modbus+rtu+tcp://SER2NET:4001?baud=19200") == "modbus+rtu+tcp://ser2net:4001");
  CHECK_THAT(error_of("modbus+rtu+tcp://10.1.0.9"), Catch::Contains("port is missing"));
  CHECK_THAT(error_of("modbus+rtu+tcp://10.1.0.9:4001?baud=7"), Catch::Contains("baud=7 is not"));
  CHECK_THAT(error_of("modbus+rtu+tcp://10.1.0.9:4001?parity=even"),
             Catch::Contains("unknown option \"parity\"") && Catch::Contains("device server"));
  CHECK_THAT(error_of("modbus+rtu+tcp://10.1.0.9:4001/x"), Catch::Contains("no path"));
}

TEST_CASE("a bus is its host and port or its device, however it is spoken to") {
  const auto bus = [](const std::string& url) { return bus_of(parse_link_url(url).value()); };
  CHECK(bus("modbus+tcp://h:4001") == "h:4001");
  CHECK(bus("modbus+rtu+tcp://H:4001?baud=19200") == "h:4001");
  CHECK(bus("modbus+tcp://[0::1]") == "[::1]:502");
  CHECK(bus("modbus+rtu:/dev/ttyS1?baud=19200") == "/dev/ttyS1");
}

TEST_CASE("a serial line may need its direction switched") {
  using Direction = SerialAddress::Direction;
  CHECK(serial("modbus+rtu:/dev/ttyS1").direction == Direction::adapter);
  CHECK(serial("modbus+rtu:/dev/ttyS1?rs485=adapter").direction == Direction::adapter);
  CHECK(serial("modbus+rtu:/dev/ttyS1?rs485=kernel").direction == Direction::kernel);
  CHECK(serial("modbus+rtu:/dev/ttyS1?rs485=rts_up").direction == Direction::rts_up);
  CHECK(serial("modbus+rtu:/dev/ttyS1?rs485=rts_down").direction == Direction::rts_down);
  CHECK_THAT(error_of("modbus+rtu:/dev/ttyS1?rs485=on"),
             Catch::Contains("must be adapter, kernel, rts_up or rts_down"));
}

TEST_CASE("a late answer is awaited for one timeout where it could be taken for the next") {
  using namespace std::chrono_literals;
  const auto bound = [](const std::string& url, auto change) {
    LinkSettings link;
    link.address = parse_link_url(url).value();
    link.timeout = 2s;
    change(link);
    return busy_bound(link);
  };
  const auto nothing = [](LinkSettings&) {};
  CHECK(bound("modbus+tcp://h", nothing) == 0s);
  CHECK(bound("modbus+rtu+tcp://h:1", nothing) == 2s);
  CHECK(bound("modbus+rtu:/dev/ttyS1", nothing) == 2s);
  CHECK(bound("modbus+tcp://h", [](auto& link) { link.keeps_transaction_id = false; }) == 2s);
  CHECK(bound("modbus+tcp://h", [](auto& link) { link.busy_bound = 5s; }) == 5s);
  CHECK(bound("modbus+rtu:/dev/ttyS1", [](auto& link) { link.busy_bound = 300ms; }) == 300ms);
}

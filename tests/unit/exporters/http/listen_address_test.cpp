#include "exporters/http/listen_address.h"

#include <catch2/catch.hpp>

using namespace pue::http;

TEST_CASE("a listen address is host and port, IPv6 in brackets") {
  CHECK(parse_listen_address("127.0.0.1:12500").value() == ListenAddress{"127.0.0.1", 12500});
  CHECK(parse_listen_address("localhost:0").value() == ListenAddress{"localhost", 0});
  CHECK(parse_listen_address("[::1]:80").value() == ListenAddress{"::1", 80});
  CHECK(to_text(parse_listen_address("[::1]:80").value()) == "[::1]:80");
  CHECK(to_text(parse_listen_address("a:1").value()) == "a:1");
}

TEST_CASE("an address without host, port or brackets is refused with an example") {
  for (const auto* text : {"", "12500", ":12500", "a:", "a:65536", "a:-1", "a:1x", "::1:80",
                           "[::1]", "[]:80", "[a]:80", "a: 80"}) {
    INFO(text);
    const auto address = parse_listen_address(text);
    REQUIRE(address.has_error());
    CHECK(address.error().message.find("[::1]:12500") != std::string::npos);
  }
}

#include "modbus/frame_text.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace pue::modbus;

namespace {

using Bytes = std::vector<std::uint8_t>;

std::string sent(const Bytes& bytes, WireForm form = WireForm::mbap) {
  return frame_text(bytes, form, true);
}
std::string received(const Bytes& bytes, WireForm form = WireForm::mbap) {
  return frame_text(bytes, form, false);
}

constexpr auto no_frame = "part of a frame, or none";

}  // namespace

TEST_CASE("a request says what is read from where") {
  CHECK(sent({0, 0x12, 0, 0, 0, 6, 7, 3, 0, 100, 0, 2}) ==
        "id 0x0012 unit 7: read 2 holding registers from 100");
  CHECK(sent({0, 0x12, 0, 0, 0, 6, 7, 4, 1, 0, 0, 125}) ==
        "id 0x0012 unit 7: read 125 input registers from 256");
  // The example of MODBUS over Serial Line's CRC: unit 2, function 7 has no address.
  CHECK(sent({0x02, 0x07, 0x41, 0x12}, WireForm::rtu) == no_frame);
  CHECK(sent({1, 3, 0, 0, 0, 1, 0x84, 0x0A}, WireForm::rtu) ==
        "unit 1: read 1 holding registers from 0");
}

TEST_CASE("an answer says what came") {
  CHECK(received({0, 1, 0, 0, 0, 7, 7, 3, 4, 0, 1, 0xFF, 0xFF}) ==
        "id 0x0001 unit 7: 2 registers 0001 FFFF");
  CHECK(received({0, 1, 0, 0, 0, 4, 7, 1, 1, 5}) == "id 0x0001 unit 7: bits 05");
  CHECK(received({0, 1, 0, 0, 0, 3, 7, 0x83, 2}) ==
        "id 0x0001 unit 7: exception 2, illegal data address");
  // CRC-16/MODBUS of 0A 81 02 is 0x53B0 (the protocol's own example of an exception).
  CHECK(received({0x0A, 0x81, 0x02, 0xB0, 0x53}, WireForm::rtu) ==
        "unit 10: exception 2, illegal data address");
}

TEST_CASE("frames that came together are told apart, and what is none is said so") {
  CHECK(received({0, 1, 0, 0, 0, 3, 7, 0x83, 6, 0, 2, 0, 0, 0, 3, 8, 0x83, 11}) ==
        "id 0x0001 unit 7: exception 6, device busy | "
        "id 0x0002 unit 8: exception 11, gateway got no answer from the device");
  CHECK(received({0, 1, 0, 0, 0, 3, 7, 0x83, 6, 0, 2}) ==
        "id 0x0001 unit 7: exception 6, device busy | part of a frame, or none");
  CHECK(received({'H', 'T', 'T', 'P', '/', '1', '.', '1'}) == no_frame);
  CHECK(received({}) == no_frame);
  CHECK(received({0x0A, 0x81, 0x02, 0xB1, 0x53}, WireForm::rtu) == no_frame);
  CHECK(received({0, 1, 0, 0, 0, 3, 7, 3, 9}) == "id 0x0001 unit 7: part of a frame, or none");
}

TEST_CASE("bytes are written two digits each") {
  CHECK(hex_text(Bytes{0, 0x12, 0xFF}) == "00 12 FF");
  CHECK(hex_text(Bytes{}).empty());
}

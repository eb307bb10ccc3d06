#include "modbus/mbap.h"

#include <catch2/catch.hpp>

using namespace pue::modbus;
using Bytes = std::vector<std::uint8_t>;

namespace {
const Request two_registers{17, {FunctionCode::read_input_registers, 52, 2}};
// 100.0 as float32 is 0x42C80000; transaction 0x1234, unit 17, function 4, 4 bytes, length 7.
const Bytes answer{0x12, 0x34, 0, 0, 0, 7, 17, 4, 4, 0x42, 0xC8, 0, 0};

Frame first_frame(FrameReader& reader, const Bytes& bytes) {
  reader.append(bytes);
  return reader.next().value();
}
auto meaning(const Bytes& bytes, const Request& request = two_registers) {
  FrameReader reader;
  return interpret(first_frame(reader, bytes), 0x1234, request);
}
bool bad_frame(const Bytes& bytes, const Request& request = two_registers) {
  const auto result = meaning(bytes, request);
  const auto* failure = std::get_if<Failure>(&result);
  return failure && failure->kind == Failure::Kind::bad_frame;
}
}  // namespace

TEST_CASE("a request is the twelve bytes of the Modbus specification") {
  const auto bytes = encode(0x1234, two_registers);
  CHECK(Bytes(bytes.begin(), bytes.end()) == Bytes{0x12, 0x34, 0, 0, 0, 6, 17, 4, 0, 52, 0, 2});
}

TEST_CASE("an answer that comes byte by byte is one frame") {
  FrameReader reader;
  for (std::size_t i = 0; i + 1 < answer.size(); ++i) {
    reader.append(std::span{answer}.subspan(i, 1));
    REQUIRE(!reader.next());
  }
  const auto frame = first_frame(reader, {answer.back()});
  CHECK(frame.transaction == 0x1234);
  CHECK(frame.unit == 17);
  CHECK(Bytes(frame.pdu.begin(), frame.pdu.end()) == Bytes{4, 4, 0x42, 0xC8, 0, 0});
}

TEST_CASE("frames that come together are cut apart") {
  FrameReader reader;
  Bytes both = answer;
  both.insert(both.end(), answer.begin(), answer.end());
  both.push_back(0x12);
  reader.append(both);
  CHECK(reader.next());
  CHECK(reader.next());
  CHECK(!reader.next());
  CHECK(!reader.broken());
  reader.append(std::span{answer}.subspan(1));
  CHECK(reader.next().value().transaction == 0x1234);
}

TEST_CASE("a header that cannot be one breaks the stream for good, until a new connection") {
  for (const Bytes& garbage : {Bytes{1, 2, 0, 1, 0, 6}, Bytes{1, 2, 0, 0, 0, 1},
                               Bytes{1, 2, 0, 0, 0, 255}, Bytes{1, 2, 0, 0, 1, 6}}) {
    FrameReader reader;
    reader.append(garbage);
    CHECK(!reader.next());
    CHECK(reader.broken());
    reader.append(answer);
    CHECK(!reader.next());
    reader.reset();
    reader.append(answer);
    CHECK(reader.next());
  }
}

TEST_CASE("the longest frame of the protocol is read") {
  FrameReader reader;
  Bytes frame{0, 1, 0, 0, 0, 254, 17, 4, 250};
  frame.resize(260);
  CHECK(first_frame(reader, frame).pdu.size() == 253);
}

TEST_CASE("registers are read in wire order") {
  const auto result = meaning(answer);
  CHECK(std::get<RegisterBlock>(result) == RegisterBlock{two_registers.range, {0x42C8, 0}});
}

TEST_CASE("coils are read from the least significant bit up") {
  const Request coils{17, {FunctionCode::read_coils, 19, 10}};
  // 0xCD = 1100 1101: bits 0…7 are 1 0 1 1 0 0 1 1; 0x01: bits 8, 9 are 1 0.
  const auto result = meaning({0x12, 0x34, 0, 0, 0, 5, 17, 1, 2, 0xCD, 0x01}, coils);
  CHECK(std::get<RegisterBlock>(result).words ==
        std::vector<std::uint16_t>{1, 0, 1, 1, 0, 0, 1, 1, 1, 0});
}

TEST_CASE("exceptions are typed by their code") {
  const auto result = meaning({0x12, 0x34, 0, 0, 0, 3, 17, 0x84, 0x0B});
  CHECK(std::get<Failure>(result) == Failure{Failure::Kind::exception, 0x0B});
}

TEST_CASE("another transaction's or another unit's frame is a stray") {
  auto late = answer;
  late[1] = 0x33;
  CHECK(std::get<Stray>(meaning(late)) == Stray::other_transaction);
  auto foreign = answer;
  foreign[6] = 18;
  CHECK(std::get<Stray>(meaning(foreign)) == Stray::other_unit);
}

TEST_CASE("an answer of another form than asked for is a bad frame") {
  CHECK(bad_frame({0x12, 0x34, 0, 0, 0, 7, 17, 3, 4, 0x42, 0xC8, 0, 0}));  // another function
  CHECK(bad_frame({0x12, 0x34, 0, 0, 0, 3, 17, 0x83, 2}));                 // its exception
  CHECK(bad_frame({0x12, 0x34, 0, 0, 0, 3, 17, 0x84, 0}));                 // exception 0
  CHECK(bad_frame({0x12, 0x34, 0, 0, 0, 5, 17, 4, 2, 0x42, 0xC8}));        // one register
  CHECK(bad_frame({0x12, 0x34, 0, 0, 0, 9, 17, 4, 6, 0, 0, 0, 0, 0, 0}));  // three
}

TEST_CASE("a length that contradicts the content puts the framing in doubt") {
  const auto in_doubt = [](const Bytes& bytes) {
    return std::holds_alternative<FramingDoubt>(meaning(bytes));
  };
  CHECK(in_doubt({0x12, 0x34, 0, 0, 0, 8, 17, 4, 4, 0x42, 0xC8, 0, 0, 0}));
  CHECK(in_doubt({0x12, 0x34, 0, 0, 0, 6, 17, 4, 4, 0x42, 0xC8, 0}));
  CHECK(in_doubt({0x12, 0x34, 0, 0, 0, 2, 17, 4}));
  CHECK(in_doubt({0x12, 0x34, 0, 0, 0, 4, 17, 0x84, 2, 2}));
  CHECK(in_doubt({0x12, 0x34, 0, 0, 0, 2, 17, 0x84}));
}

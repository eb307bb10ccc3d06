#include "modbus/rtu_frame.h"

#include <catch2/catch.hpp>

#include "bytes.h"

using namespace pue::modbus;

// Checksums by pymodbus 3.0 (pymodbus.utilities.computeCRC).
namespace {

const Request two_registers{17, {FunctionCode::read_input_registers, 52, 2}};
const Bytes request_frame{17, 4, 0, 52, 0, 2, 0x32, 0x95};
// 100.0 as float32 is 0x42C80000, 200.0 is 0x43480000.
const Bytes answer{17, 4, 4, 0x42, 0xC8, 0, 0, 0x7F, 0xC3};
const Bytes exception_2{17, 0x84, 2, 0xC3, 0x04};
const std::vector<std::uint16_t> hundred{0x42C8, 0};

RtuReader expecting(const Request& request = two_registers) {
  RtuReader reader;
  reader.expect(request);
  return reader;
}
std::optional<Meaning> read(const Bytes& bytes, const Request& request = two_registers) {
  auto reader = expecting(request);
  reader.append(bytes);
  return reader.next();
}
std::vector<std::uint16_t> words(const std::optional<Meaning>& meaning) {
  REQUIRE(meaning.has_value());
  REQUIRE(std::holds_alternative<RegisterBlock>(*meaning));
  return std::get<RegisterBlock>(*meaning).words;
}
Failure failure(const std::optional<Meaning>& meaning) {
  REQUIRE(meaning.has_value());
  REQUIRE(std::holds_alternative<Failure>(*meaning));
  return std::get<Failure>(*meaning);
}
bool is_bad_frame(const std::optional<Meaning>& meaning) {
  return failure(meaning) == Failure{Failure::Kind::bad_frame};
}

}  // namespace

TEST_CASE("the checksum is that of the specification's example") {
  // MODBUS over Serial Line 1.02, 6.2.2: 02 07 gives 41 12 on the line.
  CHECK(crc16(Bytes{0x02, 0x07}) == 0x1241);
  // The check value by which CRC-16/MODBUS is catalogued.
  CHECK(crc16(Bytes{'1', '2', '3', '4', '5', '6', '7', '8', '9'}) == 0x4B37);
}

TEST_CASE("a request is unit, PDU and checksum, its low byte first") {
  const auto bytes = encode_rtu(two_registers);
  CHECK(Bytes(bytes.begin(), bytes.end()) == request_frame);
}

TEST_CASE("an RTU answer in fragments of one byte is one frame") {
  auto reader = expecting();
  for (std::size_t i = 0; i + 1 < answer.size(); ++i) {
    reader.append(std::span{answer}.subspan(i, 1));
    REQUIRE(!reader.next());
  }
  reader.append(std::span{answer}.last(1));
  CHECK(words(reader.next()) == hundred);
  CHECK(!reader.next());
  CHECK(!reader.misfit());
}

TEST_CASE("an exception in fragments of one byte is its code") {
  auto reader = expecting();
  for (std::size_t i = 0; i + 1 < exception_2.size(); ++i) {
    reader.append(std::span{exception_2}.subspan(i, 1));
    REQUIRE(!reader.next());
  }
  reader.append(std::span{exception_2}.last(1));
  CHECK(failure(reader.next()) == Failure{Failure::Kind::exception, 2});
}

TEST_CASE("noise before an answer is passed over, also when it begins like one") {
  CHECK(words(read(joined({0xFF, 0x00, 0x55}, answer))) == hundred);
  CHECK(words(read(joined({17}, answer))) == hundred);
  CHECK(words(read(joined({17, 4}, answer))) == hundred);
  CHECK(words(read(joined({17, 4, 4}, answer))) == hundred);
  CHECK(words(read(joined({17, 4, 250}, answer))) == hundred);  // of a frame of 255 bytes
  CHECK(words(read(joined({17, 0x84}, answer))) == hundred);
}

TEST_CASE("more noise than two of the longest frames is forgotten from its beginning") {
  auto reader = expecting();
  for (int i = 0; i < 10'000; ++i) {
    reader.append(Bytes{17, 4, 200});
    REQUIRE(!reader.next());
  }
  reader.append(answer);
  CHECK(words(reader.next()) == hundred);
}

TEST_CASE("an answer with a wrong checksum is a bad frame as soon as it is complete") {
  for (std::size_t byte = 3; byte < answer.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      auto damaged = answer;
      damaged[byte] = static_cast<std::uint8_t>(damaged[byte] ^ (1U << bit));
      CHECK(is_bad_frame(read(damaged)));
    }
  }
}

TEST_CASE("a damaged header is no answer") {
  for (std::size_t byte = 0; byte < 3; ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      auto damaged = answer;
      damaged[byte] = static_cast<std::uint8_t>(damaged[byte] ^ (1U << bit));
      const auto meaning = read(damaged);
      CHECK((!meaning || is_bad_frame(meaning)));
    }
  }
}

TEST_CASE("a damaged answer among other bytes is awaited to the end, and told as a misfit") {
  auto reader = expecting();
  auto damaged = answer;
  damaged[4] = 0;
  reader.append(joined({0x55}, damaged));
  CHECK(!reader.next());
  CHECK(reader.misfit());
  reader.append(answer);
  CHECK(words(reader.next()) == hundred);
}

TEST_CASE("frames of another unit or function are no answer and no misfit") {
  auto reader = expecting();
  reader.append(Bytes{18, 4, 4, 0x42, 0xC8, 0, 0, 0x4C, 0xC3});
  CHECK(!reader.next());
  CHECK(!reader.misfit());
  CHECK(!read({17, 3, 4, 0x42, 0xC8, 0, 0, 0, 0}));
}

TEST_CASE("an answer of another length than asked for is a bad frame") {
  CHECK(is_bad_frame(read({17, 4, 2, 0x42, 0xC8, 0x49, 0xC5})));  // one register, right checksum
}

TEST_CASE("an adapter that hears itself sends the request before the answer") {
  auto reader = expecting();
  for (const auto byte : request_frame) {
    reader.append({&byte, 1});
    REQUIRE(!reader.next());
  }
  reader.append(answer);
  CHECK(words(reader.next()) == hundred);
  CHECK(!reader.misfit());
}

TEST_CASE("an echo whose beginning looks like an answer is none") {
  // Register 0x0400: the third byte of the request is the byte count of the answer.
  const Request at_1024{17, {FunctionCode::read_input_registers, 0x0400, 2}};
  const auto echo = encode_rtu(at_1024);
  CHECK(words(read(joined(Bytes(echo.begin(), echo.end()), answer), at_1024)) == hundred);
  // 24 coils from 0x0311: the echo is a whole answer with a right checksum.
  const Request coils{1, {FunctionCode::read_coils, 0x0311, 24}};
  const Bytes coils_echo{1, 1, 3, 0x11, 0, 24, 0x6C, 0x41};
  CHECK(!read(coils_echo, coils));
}

TEST_CASE("each of two answers is read once, and a new request forgets the bytes before it") {
  auto reader = expecting();
  reader.append(joined(answer, answer));
  CHECK(words(reader.next()) == hundred);
  CHECK(words(reader.next()) == hundred);
  CHECK(!reader.next());
  reader.append(answer);
  reader.expect(two_registers);
  CHECK(!reader.next());
}

TEST_CASE("an answer can be put together again as the frame that it was") {
  const Request two{7, {FunctionCode::read_holding_registers, 0, 2}};
  const auto frame = encode_rtu_answer(two, RegisterBlock{two.range, {0x0102, 0xFFFE}});
  REQUIRE(frame.size() == 9);
  CHECK(std::vector(frame.begin(), frame.end() - 2) ==
        std::vector<std::uint8_t>{7, 3, 4, 1, 2, 0xFF, 0xFE});
  RtuReader reader;
  reader.expect(two);
  reader.append(frame);
  const auto meaning = reader.next();
  REQUIRE(meaning.has_value());
  CHECK(std::get<RegisterBlock>(*meaning).words == std::vector<std::uint16_t>{0x0102, 0xFFFE});
  // Ten coils: 1, 0, 1, 0 … in bytes whose lowest bit is the first.
  const Request coils{7, {FunctionCode::read_coils, 0, 10}};
  const auto bits =
      encode_rtu_answer(coils, RegisterBlock{coils.range, {1, 0, 1, 0, 0, 0, 0, 0, 0, 1}});
  CHECK(std::vector(bits.begin(), bits.end() - 2) == std::vector<std::uint8_t>{7, 1, 2, 5, 2});
  // The protocol's own example of an exception.
  CHECK(encode_rtu_answer({10, coils.range}, Failure{Failure::Kind::exception, 2}) ==
        std::vector<std::uint8_t>{0x0A, 0x81, 0x02, 0xB0, 0x53});
  CHECK(encode_rtu_answer(two, Failure{Failure::Kind::timeout}).empty());
}

// TcpConversation where answers carry no transaction id: RTU over TCP, and devices that do not keep
// theirs. Whichever answer comes, no request takes one that could be another's.
#include "conversation_script.h"

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

// Checksums by pymodbus 3.0 (pymodbus.utilities.computeCRC).
namespace {

const Request unit_17{17, {FunctionCode::read_input_registers, 52, 2}};
const Request unit_18{18, {FunctionCode::read_input_registers, 52, 2}};
const Bytes ask_17{17, 4, 0, 52, 0, 2, 0x32, 0x95};
const Bytes ask_18{18, 4, 0, 52, 0, 2, 0x32, 0xA6};
const Bytes reply_17{17, 4, 4, 0x42, 0xC8, 0, 0, 0x7F, 0xC3};        // 100.0
const Bytes other_reply_17{17, 4, 4, 0x43, 0x48, 0, 0, 0x7F, 0xD7};  // 200.0
const Bytes reply_18{18, 4, 4, 0x42, 0xC8, 0, 0, 0x4C, 0xC3};
const Bytes gateway_gave_up{17, 0x84, 0x0B, 0x03, 0x02};
const std::vector<std::uint16_t> hundred{0x42C8, 0};
const std::vector<std::uint16_t> two_hundred{0x4348, 0};

/// An RTU connection that has given one answer; a late one is awaited for another second.
ConversationScript working() {
  ConversationScript script{{RtuFraming{}, 0s, 1s}};
  script.request(unit_17, 1s).expect_connect().expect_quiet().expect_send(ask_17);
  script.expect_receive(reply_17).expect_words(hundred);
  return script;
}

/// The same after a request to unit 17 whose answer never came.
ConversationScript with_one_unanswered() {
  auto script = working();
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17).expect_silence();
  script.expect_silence().expect_failure("timeout");
  return script;
}

}  // namespace

TEST_CASE("RTU: an answer in fragments of one byte is one answer") {
  auto script = working();
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17);
  for (const auto byte : reply_17) script.expect_receive({byte});
  script.expect_words(hundred);
}

TEST_CASE("RTU: the silence before a request is 3.5 characters of a fast line") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s).expect_quiet();
  CHECK(script.now() - start == 1750us);
}

TEST_CASE(
    "RTU: a new connection is listened to as well, for what the device server had held back") {
  ConversationScript script{{RtuFraming{}, 0s, 1s}};
  script.request(unit_17, 1s).pass(10ms).expect_connect().expect_receive(other_reply_17);
  const auto start = script.now();
  script.expect_quiet().expect_send(ask_17).expect_receive(reply_17).expect_words(hundred);
  CHECK(script.now() - start == 50ms);
}

TEST_CASE("RTU: what lies on the connection before a request is dropped until it is silent") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s).expect_receive(other_reply_17).pass(10ms);
  script.expect_receive({0x55}).expect_quiet().expect_send(ask_17);
  CHECK(script.now() - start == 10ms + 50ms);
  script.expect_receive(reply_17).expect_words(hundred);
  CHECK(script.conversation().dropped_frames() == 2);
}

TEST_CASE("RTU: a second copy of an answer is not the answer to the next request") {
  auto script = working();
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17);
  script.expect_receive(joined(reply_17, other_reply_17)).expect_words(hundred);
  CHECK(script.conversation().dropped_frames() == 1);
  // A part of it left in the reader is not either.
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17);
  script.expect_receive(joined(reply_17, {17, 4, 4, 0x43})).expect_words(hundred);
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17);
  script.expect_receive({0x48, 0, 0, 0x7F, 0xD7}).expect_receive(reply_17).expect_words(hundred);
}

TEST_CASE("RTU: somebody who talks without end leaves no request, and the connection is closed") {
  auto script = working();
  script.request(unit_17, 1s);
  for (int i = 0; i < 33; ++i) script.expect_receive({0x55}).pass(30ms);
  script.expect_receive({0x55}).pass(10ms);
  script.expect_close().expect_failure("connect");
  CHECK(script.last().link_failures == 1);
}

TEST_CASE("RTU: a late answer is awaited and dropped, and the connection is in step again") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17).expect_silence();
  CHECK(script.now() == start + 1s);
  script.pass(400ms).expect_receive(reply_17).expect_failure("timeout");
  CHECK(script.now() == start + 1400ms);
  CHECK(script.conversation().connected());
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17).expect_receive(other_reply_17);
  script.expect_words(two_hundred);
}

TEST_CASE("RTU: a gateway's late word for a silent unit is told and frees the line") {
  auto script = working();
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17).expect_silence().pass(300ms);
  script.expect_receive(gateway_gave_up).expect_failure("exception_11");
  script.request(unit_18, 1s).expect_quiet().expect_send(ask_18).expect_receive(reply_18);
  script.expect_words(hundred);
}

TEST_CASE("RTU: while an answer is missing, a request it could be taken for has a new connection") {
  auto script = with_one_unanswered();
  SECTION("the same request") {
    script.request(unit_17, 1s).expect_close().expect_connect().expect_quiet();
    script.expect_send(ask_17).expect_receive(reply_17).expect_words(hundred);
    CHECK(script.last().link_failures == 0);
  }
  SECTION("other registers of the same unit, for an exception names none") {
    script.request({17, {FunctionCode::read_input_registers, 0, 10}}, 1s).expect_close();
  }
  SECTION("but not one of another unit; its answer proves that nothing is under way any more") {
    script.request(unit_18, 1s).expect_quiet().expect_send(ask_18).expect_receive(reply_18);
    script.expect_words(hundred);
    script.request(unit_17, 1s).expect_quiet().expect_send(ask_17).expect_receive(reply_17);
    script.expect_words(hundred);
  }
  SECTION("nor one of another function") {
    script.request({17, {FunctionCode::read_holding_registers, 52, 2}}, 1s).expect_quiet();
  }
  SECTION("and a damaged answer proves as much as a good one") {
    script.request(unit_18, 1s).expect_quiet().expect_send(ask_18);
    script.expect_receive({18, 4, 4, 0x42, 0xC8, 0, 1, 0x4C, 0xC3}).expect_failure("bad_frame");
    script.request(unit_17, 1s).expect_quiet().expect_send(ask_17);
  }
}

TEST_CASE("RTU: the answer that came while another unit was asked is dropped") {
  auto script = with_one_unanswered();
  script.request(unit_18, 1s).expect_quiet().expect_send(ask_18);
  script.expect_receive(joined(reply_17, reply_18)).expect_words(hundred);
}

TEST_CASE("RTU: many silent units are remembered up to a bound, then the connection is replaced") {
  auto script = working();
  for (std::uint8_t unit = 1; unit <= 16; ++unit) {
    script.request({unit, {FunctionCode::read_coils, 0, 1}}, 1s).expect_quiet();
    script.expect_any_send();
    script.expect_silence().expect_silence().expect_failure("timeout");
  }
  script.request(unit_17, 1s).expect_close().expect_connect().expect_quiet().expect_send(ask_17);
}

TEST_CASE("RTU: a connection lost while a late answer is awaited ends the wait") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17).expect_silence().pass(100ms);
  script.expect_receive_disconnected().expect_close().expect_failure("timeout");
  CHECK(script.now() == start + 1100ms);
  CHECK(script.last().link_failures == 1);
  script.request(unit_17, 1s).expect_connect().expect_quiet().expect_send(ask_17);
}

TEST_CASE("RTU: bytes that only look like an answer at the deadline are named") {
  auto script = working();
  script.request(unit_17, 1s).expect_quiet().expect_send(ask_17);
  script.expect_receive({0x55, 17, 4, 4, 0, 0, 0, 0, 0, 0});
  script.expect_silence().expect_silence().expect_failure("bad_frame");
}

// ---- Modbus/TCP devices that do not keep the transaction id
// --------------------------------------

namespace {
Bytes mbap_ask(std::uint8_t transaction, std::uint8_t unit = 17) {
  return {0, transaction, 0, 0, 0, 6, unit, 4, 0, 52, 0, 2};
}
Bytes mbap_reply(std::uint8_t unit = 17) {
  return {0, 0, 0, 0, 0, 7, unit, 4, 4, 0x42, 0xC8, 0, 0};  // transaction id 0, always
}
ConversationScript without_ids() {
  ConversationScript script{{MbapFraming{false}, 0s, 1s}};
  script.request(unit_17, 1s).expect_connect().expect_quiet().expect_send(mbap_ask(1));
  script.expect_receive(mbap_reply()).expect_words(hundred);
  return script;
}
}  // namespace

TEST_CASE("a device that does not keep the transaction id is heard where that is stated") {
  auto script = without_ids();
  script.request(unit_18, 1s).expect_quiet().expect_send(mbap_ask(2, 18));
  script.expect_receive(mbap_reply(18)).expect_words(hundred);
}

TEST_CASE("without transaction ids a missing answer is guarded against as in RTU") {
  auto script = without_ids();
  script.request(unit_17, 1s).expect_quiet().expect_send(mbap_ask(2)).expect_silence();
  script.expect_silence().expect_failure("timeout");
  script.request(unit_17, 1s).expect_close().expect_connect().expect_quiet();
  script.expect_send(mbap_ask(3));
}

TEST_CASE("without transaction ids a frame that has begun before the request is not awaited") {
  auto script = without_ids();
  SECTION("left over from the request before") {
    script.request(unit_17, 1s).expect_quiet().expect_send(mbap_ask(2));
    script.expect_receive(joined(mbap_reply(), {0, 0, 0, 0, 0, 7, 17})).expect_words(hundred);
    script.request(unit_17, 1s).expect_close().expect_connect();
  }
  SECTION("found in the silence before the request") {
    script.request(unit_17, 1s).expect_receive({0, 0, 0, 0, 0, 7, 17}).expect_close();
    script.expect_connect().expect_quiet().expect_send(mbap_ask(2));
  }
}

TEST_CASE("without transaction ids garbage before each request does not make us spin") {
  auto script = without_ids();
  script.request(unit_17, 1s).expect_receive({9, 9, 9, 9, 9, 9}).expect_close().expect_connect();
  script.expect_receive({9, 9, 9, 9, 9, 9}).expect_close().expect_failure("connect");
  CHECK(script.last().link_failures == 2);
}

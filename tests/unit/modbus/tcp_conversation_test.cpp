#include "modbus/tcp_conversation.h"

#include "base/limits.h"
#include "conversation_script.h"

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {

const Request unit_17{17, {FunctionCode::read_input_registers, 52, 2}};
const Request unit_18{18, {FunctionCode::read_input_registers, 52, 2}};
const std::vector<std::uint16_t> hundred{0x42C8, 0};

Bytes ask(std::uint16_t transaction, std::uint8_t unit = 17) {
  const auto high = static_cast<std::uint8_t>(transaction >> 8U);
  return {high, static_cast<std::uint8_t>(transaction & 0xFFU), 0, 0, 0, 6, unit, 4, 0, 52, 0, 2};
}
Bytes reply(std::uint8_t transaction, std::uint8_t unit = 17) {
  return {0, transaction, 0, 0, 0, 7, unit, 4, 4, 0x42, 0xC8, 0, 0};
}

/// A connection that has given one answer.
ConversationScript working() {
  ConversationScript script;
  script.request(unit_17, 1s).expect_connect().expect_send(ask(1));
  script.expect_receive(reply(1)).expect_words(hundred);
  return script;
}

}  // namespace

TEST_CASE("a request connects, sends, receives, and the next one uses the same connection") {
  auto script = working();
  script.request(unit_18, 1s).expect_send(ask(2, 18)).expect_receive(reply(2, 18));
  script.expect_words(hundred);
  CHECK(script.conversation().connected());
  CHECK(script.last().link_failures == 0);
}

TEST_CASE("the exchange carries when the request was sent and the answer complete") {
  ConversationScript script;
  const auto start = script.now();
  script.request(unit_17, 1s).expect_connect().pass(20ms).expect_send(ask(1)).pass(30ms);
  script.expect_receive(reply(1)).expect_words(hundred);
  CHECK(script.last().sent == start + 20ms);
  CHECK(script.last().received == start + 50ms);
  CHECK(script.last().connected);
}

TEST_CASE("an answer in fragments of one byte is one answer") {
  ConversationScript script;
  script.request(unit_17, 1s).expect_connect().expect_send(ask(1));
  for (const auto byte : reply(1)) script.expect_receive({byte});
  script.expect_words(hundred);
}

TEST_CASE("a request that the kernel takes in pieces goes out whole") {
  ConversationScript script;
  script.request(unit_17, 1s).expect_connect().expect_send(ask(1), 5);
  script.expect_send({6, 17, 4, 0, 52, 0, 2}).expect_receive(reply(1)).expect_words(hundred);
}

TEST_CASE("a timeout keeps the connection, and the late answer is dropped by its transaction id") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_silence().expect_failure("timeout");
  CHECK(script.conversation().connected());
  script.request(unit_18, 1s).expect_send(ask(3, 18)).expect_receive(reply(2));
  script.expect_receive(reply(3, 18)).expect_words(hundred);
  CHECK(script.conversation().dropped_frames() == 1);
  CHECK(script.last().dropped_frames == 1);
}

TEST_CASE("an answer that is read after the deadline is late, however early it came") {
  TcpConversation conversation({}, 1);
  const MonoTime start{100s};
  conversation.begin(unit_17, start + 1s, start);
  REQUIRE(std::holds_alternative<Connect>(conversation.next(start)));
  conversation.on_connected(start);
  REQUIRE(std::holds_alternative<Send>(conversation.next(start)));
  conversation.on_sent(ask(1).size(), start);
  REQUIRE(std::holds_alternative<Receive>(conversation.next(start)));
  SECTION("a process that slept finds it") {
    conversation.on_received(reply(1), start + 1s);
    const auto done = std::get<Done>(conversation.next(start + 1s));
    REQUIRE(std::holds_alternative<Failure>(done.exchange.answer));
    CHECK(std::get<Failure>(done.exchange.answer).kind == Failure::Kind::timeout);
    CHECK(conversation.connected());
  }
  SECTION("a nanosecond before, it counts") {
    conversation.on_received(reply(1), start + 1s - 1ns);
    const auto done = std::get<Done>(conversation.next(start + 1s));
    CHECK_FALSE(std::holds_alternative<Failure>(done.exchange.answer));
  }
}

TEST_CASE("a late answer and the awaited one in the same bytes are told apart") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_silence().expect_failure("timeout");
  script.request(unit_17, 1s).expect_send(ask(3)).expect_receive(joined(reply(2), reply(3)));
  script.expect_words(hundred);
  CHECK(script.conversation().dropped_frames() == 1);
}

TEST_CASE("frames after the awaited answer are dropped and counted") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_receive(joined(reply(2), reply(2)));
  script.expect_words(hundred);
  CHECK(script.conversation().dropped_frames() == 1);
}

TEST_CASE("foreign frames do not end a request nor extend its deadline") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s).expect_send(ask(2));
  for (int i = 0; i < 3; ++i) script.pass(300ms).expect_receive(reply(99));
  script.expect_silence().expect_failure("timeout");
  CHECK(script.now() == start + 1s);
}

TEST_CASE(
    "our transaction id on another unit's answer is no answer, and is named at the deadline") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_receive(reply(2, 18));
  script.expect_silence().expect_failure("bad_frame");
}

TEST_CASE("a peer that drips bytes does not hold a request beyond its deadline") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s).expect_send(ask(2));
  script.pass(450ms).expect_receive({0}).pass(450ms).expect_receive({2});
  script.expect_silence().expect_failure("timeout");
  CHECK(script.now() == start + 1s);
}

TEST_CASE("an exception is an answer: the connection stays and the code is told") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_receive({0, 2, 0, 0, 0, 3, 17, 0x84, 2});
  script.expect_failure("exception_2");
  CHECK(script.conversation().connected());
}

TEST_CASE("bytes that cannot be framed close the connection, and the next request opens another") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_receive({0xFF, 0xFF, 0xFF, 0xFF, 0, 6});
  script.expect_close().expect_failure("bad_frame");
  CHECK(script.last().link_failures == 1);
  script.request(unit_17, 1s).expect_connect().expect_send(ask(3)).expect_receive(reply(3));
  script.expect_words(hundred);
}

TEST_CASE("a length field that contradicts the content closes the connection") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2));
  script.expect_receive({0, 2, 0, 0, 0, 8, 17, 4, 4, 0x42, 0xC8, 0, 0, 0});
  script.expect_close().expect_failure("bad_frame");
}

TEST_CASE("a half-sent request at the deadline closes the connection") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2), 5).pass(1s);
  script.expect_close().expect_failure("timeout");
}

TEST_CASE("a device that needs quiet after a connect gets it, within the same deadline") {
  ConversationScript script{{MbapFraming{true}, 40ms, 0s}};
  script.request(unit_17, 1s).expect_connect().expect_wait(40ms).expect_send(ask(1));
  script.expect_receive(reply(1)).expect_words(hundred);
  script.request(unit_17, 1s).expect_send(ask(2));
}

TEST_CASE(
    "an idle connection that the gateway closed is replaced and the request sent again, once") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_receive_disconnected().expect_close();
  script.expect_connect().expect_send(ask(2)).expect_receive(reply(2)).expect_words(hundred);
  CHECK(script.last().link_failures == 1);

  script.request(unit_17, 1s).expect_send_disconnected().expect_close().expect_connect();
  script.expect_send(ask(3)).expect_receive_disconnected().expect_close();
  script.expect_failure("disconnect");
}

TEST_CASE(
    "a refused connect fails the request, and no other is tried before the back-off is over") {
  ConversationScript script;
  script.request(unit_17, 1s).expect_connect_refused().expect_failure("connect");
  CHECK(script.last().link_failures == 1);
  // The first wait is 500 ms ± 25 %.
  script.pass(300ms).request(unit_17, 1s).expect_failure("connect");
  CHECK(script.last().link_failures == 0);
  script.pass(330ms).request(unit_17, 1s).expect_connect().expect_send(ask(3));
}

TEST_CASE("a connect that hangs ends at the deadline and is given up") {
  ConversationScript script;
  script.request(unit_17, 1s).expect_connect_hangs().expect_close().expect_failure("connect");
  CHECK(script.last().link_failures == 1);
}

TEST_CASE("a peer that accepts and closes at once is retried ever more rarely") {
  ConversationScript script;
  int connects = 0;
  std::uint16_t transaction = 0;
  for (int second = 0; second < 600; ++second) {
    script.request(unit_17, 1s);
    ++transaction;
    if (std::holds_alternative<Connect>(script.peek())) {
      ++connects;
      script.expect_connect().expect_send(ask(transaction)).expect_receive_disconnected();
      script.expect_close().expect_failure("disconnect");
    } else {
      script.expect_failure("connect");
    }
    script.pass(1s);
  }
  // 0.5 + 1 + 2 + … + 32 is 63.5 s in 7 attempts, then about one a minute: 9 more.
  CHECK(connects >= 12);
  CHECK(connects <= 22);
}

TEST_CASE("after any error at any step the next good exchange works") {
  using Step = void (*)(ConversationScript&);
  const std::vector<Step> errors = {
      [](ConversationScript& s) { s.expect_connect_refused(); },
      [](ConversationScript& s) { s.expect_connect_hangs().expect_close(); },
      [](ConversationScript& s) { s.expect_connect().expect_send_disconnected().expect_close(); },
      [](ConversationScript& s) {
        s.expect_connect().expect_send(ask(1), 3).pass(1s).expect_close();
      },
      [](ConversationScript& s) {
        s.expect_connect().expect_send(ask(1)).expect_receive_disconnected().expect_close();
      },
      [](ConversationScript& s) {
        s.expect_connect().expect_send(ask(1)).expect_receive({0, 1, 0, 0}).expect_silence();
        s.expect_failure("timeout").pass(100s).request(unit_17, 1s).expect_send(ask(2));
        s.expect_receive_disconnected().expect_close();
      },
      [](ConversationScript& s) {
        s.expect_connect().expect_send(ask(1)).expect_receive({1, 1, 1, 1, 1, 1}).expect_close();
      },
  };
  for (const auto& error : errors) {
    ConversationScript script;
    script.request(unit_17, 1s);
    error(script);
    CHECK(!script.conversation().connected());
    CHECK(std::holds_alternative<Done>(script.peek()));
    script.expect_any_failure().pass(100s).request(unit_17, 1s).expect_connect();
    const auto bytes = script.expect_any_send();
    script.expect_receive(reply(bytes[1]));
    script.expect_words(hundred);
  }
}

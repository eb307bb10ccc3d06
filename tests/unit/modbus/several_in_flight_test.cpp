// TcpConversation with several requests at a time: answers in any order, and what one request's
// fate means for the others on the same connection.
#include "conversation_script.h"

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {

const std::vector<std::uint16_t> hundred{0x42C8, 0};

Request of_unit(std::uint8_t unit) { return {unit, {FunctionCode::read_input_registers, 52, 2}}; }
Bytes ask(std::uint8_t transaction, std::uint8_t unit) {
  return {0, transaction, 0, 0, 0, 6, unit, 4, 0, 52, 0, 2};
}
Bytes reply(std::uint8_t transaction, std::uint8_t unit) {
  return {0, transaction, 0, 0, 0, 7, unit, 4, 4, 0x42, 0xC8, 0, 0};
}

/// Three slots; it is connected and has given one answer, to transaction 1.
ConversationScript working(Duration busy_bound = 0s) {
  ConversationScript script{{MbapFraming{true, 3}, 0s, busy_bound}};
  script.request(of_unit(17), 1s).expect_connect().expect_send(ask(1, 17));
  script.expect_receive(reply(1, 17)).expect_words(hundred);
  return script;
}

}  // namespace

TEST_CASE("requests go out before the first is answered, and answers in any order find theirs") {
  ConversationScript script{{MbapFraming{true, 3}, 0s, 0s}};
  script.request(of_unit(17), 1s, 0).request(of_unit(18), 1s, 1).request(of_unit(19), 1s, 2);
  script.expect_connect();
  script.expect_send(ask(1, 17)).expect_send(ask(2, 18)).expect_send(ask(3, 19));
  script.expect_receive(joined(reply(3, 19), reply(1, 17)));
  script.expect_words(hundred, 0).expect_words(hundred, 2);
  script.request(of_unit(20), 1s, 2).expect_send(ask(4, 20));
  script.expect_receive(reply(2, 18)).expect_words(hundred, 1);
  script.expect_receive(reply(4, 20)).expect_words(hundred, 2);
  CHECK(script.conversation().dropped_frames() == 0);
}

TEST_CASE("an answer of one request's unit under another's id is an answer to neither") {
  auto script = working();
  script.request(of_unit(17), 1s, 0).request(of_unit(18), 2s, 1);
  script.expect_send(ask(2, 17)).expect_send(ask(3, 18));
  script.expect_receive(reply(3, 17));
  CHECK(script.conversation().dropped_frames() == 1);
  script.expect_silence().expect_failure("timeout", 0);
  script.expect_silence().expect_failure("bad_frame", 1);
}

TEST_CASE("a silent unit's request ends at its own deadline, the others' answers count") {
  auto script = working();
  const auto start = script.now();
  script.request(of_unit(17), 1s, 0).expect_send(ask(2, 17)).pass(600ms);
  script.request(of_unit(18), 1s, 1).expect_send(ask(3, 18));
  script.expect_silence().expect_failure("timeout", 0);
  CHECK(script.now() == start + 1s);
  // Its late answer is dropped by its id, while another request has its place.
  script.request(of_unit(19), 1s, 0).expect_send(ask(4, 19)).pass(100ms);
  script.expect_receive(reply(2, 17));
  CHECK(script.conversation().dropped_frames() == 1);
  script.expect_receive(reply(3, 18)).expect_words(hundred, 1);
  script.expect_receive(reply(4, 19)).expect_words(hundred, 0);
  CHECK(script.last().link_failures == 0);
}

TEST_CASE("a request that its gateway is still at keeps its place, and no other") {
  auto script = working(5s);
  script.request(of_unit(17), 1s, 0).request(of_unit(18), 3s, 1);
  script.expect_send(ask(2, 17)).expect_send(ask(3, 18)).expect_silence();
  script.expect_receive(reply(3, 18)).expect_words(hundred, 1);
  script.request(of_unit(19), 1s, 1).expect_send(ask(4, 19));
  script.expect_receive(reply(4, 19)).expect_words(hundred, 1);
  script.expect_receive(reply(2, 17)).expect_failure("timeout", 0);
}

TEST_CASE("what a closed connection had not answered goes out again on a new one, once") {
  auto script = working();
  script.request(of_unit(17), 1s, 0).request(of_unit(18), 1s, 1);
  script.expect_send(ask(2, 17)).expect_send(ask(3, 18));
  script.expect_receive_disconnected().expect_close().expect_connect();
  script.expect_send(ask(2, 17)).expect_send(ask(3, 18));
  script.expect_receive(reply(3, 18)).expect_words(hundred, 1);
  CHECK(script.last().link_failures == 1);
  script.expect_receive_disconnected().expect_close().expect_failure("disconnect", 0);
  CHECK(script.last().link_failures == 1);
}

TEST_CASE("a connection that never answered fails all that were asked on it") {
  ConversationScript script{{MbapFraming{true, 2}, 0s, 0s}};
  script.request(of_unit(17), 1s, 0).request(of_unit(18), 1s, 1).expect_connect();
  script.expect_send(ask(1, 17)).expect_send(ask(2, 18));
  script.expect_receive_disconnected().expect_close();
  script.expect_failure("disconnect", 0).expect_failure("disconnect", 1);
}

TEST_CASE("a refused connect fails all that wait for it") {
  ConversationScript script{{MbapFraming{true, 2}, 0s, 0s}};
  script.request(of_unit(17), 1s, 0).request(of_unit(18), 1s, 1).expect_connect_refused();
  script.expect_failure("connect", 0).expect_failure("connect", 1);
}

TEST_CASE("a request that was begun is sent to its end before another one") {
  auto script = working();
  script.request(of_unit(17), 1s, 1).expect_send(ask(2, 17), 5);
  script.request(of_unit(18), 1s, 0);
  const auto whole = ask(2, 17);
  script.expect_send({whole.begin() + 5, whole.end()}).expect_send(ask(3, 18));
  script.expect_receive(joined(reply(2, 17), reply(3, 18)));
  script.expect_words(hundred, 0).expect_words(hundred, 1);
}

TEST_CASE("a request cut in the middle at its deadline costs the connection, not the others") {
  auto script = working();
  script.request(of_unit(18), 3s, 1).expect_send(ask(2, 18));
  script.request(of_unit(17), 1s, 0).expect_send(ask(3, 17), 5).pass(1s);
  script.expect_close().expect_failure("timeout", 0);
  CHECK(script.last().link_failures == 1);
  script.expect_connect().expect_send(ask(2, 18));
  script.expect_receive(reply(2, 18)).expect_words(hundred, 1);
}

TEST_CASE("bytes that are no frame end the connection for all") {
  auto script = working();
  script.request(of_unit(17), 1s, 0).request(of_unit(18), 1s, 1);
  script.expect_send(ask(2, 17)).expect_send(ask(3, 18));
  script.expect_receive({0, 2, 0xFF, 0xFF, 0, 7}).expect_close();
  script.expect_failure("bad_frame", 0).expect_failure("bad_frame", 1);
}

TEST_CASE("later is later for all that was not sent, and answers under way are still heard") {
  auto script = working(5s);
  script.request(of_unit(17), 1s, 0).request(of_unit(18), 1s, 1);
  script.expect_send(ask(2, 17)).expect_send(ask(3, 18));
  const auto start = script.now();
  script.expect_receive({0, 2, 0, 0, 0, 3, 17, 0x84, 6});
  script.request(of_unit(19), 1s, 2);
  script.expect_receive(reply(3, 18)).expect_words(hundred, 1);
  script.expect_wait(200ms);
  CHECK(script.now() == start + 200ms);
  script.expect_send(ask(4, 17)).expect_send(ask(5, 19));
  script.expect_receive(joined(reply(4, 17), reply(5, 19)));
  script.expect_words(hundred, 0).expect_words(hundred, 2);
}

// A script for tests of modbus::TcpConversation: each line states the action expected next and what
// comes of it, at a virtual time. It can repeat the exchange with an error injected at each step.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "bytes.h"
#include "modbus/tcp_conversation.h"

namespace pue::modbus {

class ConversationScript {
 public:
  explicit ConversationScript(ConversationSettings settings = {}) : conversation_{settings, 7} {}

  ConversationScript& request(const Request& request, Duration timeout, std::size_t slot = 0) {
    conversation_.begin(request, now_ + timeout, now_, slot);
    return *this;
  }
  ConversationScript& pass(Duration time) {
    now_ += time;
    return *this;
  }
  ConversationScript& expect_connect() {
    expect<Connect>();
    conversation_.on_connected(now_);
    return *this;
  }
  ConversationScript& expect_connect_refused() {
    expect<Connect>();
    conversation_.on_connect_failed(now_);
    return *this;
  }
  ConversationScript& expect_connect_hangs() {
    now_ = expect<Connect>().deadline;
    return *this;
  }
  ConversationScript& expect_send(const Bytes& bytes) {
    CHECK(sent_bytes() == bytes);
    conversation_.on_sent(bytes.size(), now_);
    return *this;
  }
  /// The kernel takes only the first `taken` bytes.
  ConversationScript& expect_send(const Bytes& bytes, std::size_t taken) {
    CHECK(sent_bytes() == bytes);
    conversation_.on_sent(taken, now_);
    return *this;
  }
  Bytes expect_any_send() {
    const auto bytes = sent_bytes();
    conversation_.on_sent(bytes.size(), now_);
    return bytes;
  }
  ConversationScript& expect_send_disconnected() {
    expect<Send>();
    conversation_.on_disconnected(now_);
    return *this;
  }
  ConversationScript& expect_receive(const Bytes& bytes) {
    expect<Receive>();
    conversation_.on_received(bytes, now_);
    return *this;
  }
  ConversationScript& expect_receive_disconnected() {
    expect<Receive>();
    conversation_.on_disconnected(now_);
    return *this;
  }
  ConversationScript& expect_silence() {
    now_ = expect<Receive>().deadline;
    return *this;
  }
  /// Where answers carry no id: nothing comes before the request.
  ConversationScript& expect_quiet() {
    now_ = expect<Receive>().deadline;
    return *this;
  }
  ConversationScript& expect_wait(Duration time) {
    CHECK(expect<WaitUntil>().time == now_ + time);
    now_ += time;
    return *this;
  }
  ConversationScript& expect_close() {
    expect<Close>();
    return *this;
  }
  ConversationScript& expect_words(const std::vector<std::uint16_t>& words, std::size_t slot = 0) {
    const auto done = expect<Done>();
    CHECK(done.slot == slot);
    REQUIRE(std::holds_alternative<RegisterBlock>(done.exchange.answer));
    CHECK(std::get<RegisterBlock>(done.exchange.answer).words == words);
    last_ = done.exchange;
    return *this;
  }
  ConversationScript& expect_failure(const std::string& expected, std::size_t slot = 0) {
    const auto done = expect<Done>();
    CHECK(done.slot == slot);
    REQUIRE(std::holds_alternative<Failure>(done.exchange.answer));
    CHECK(reason(std::get<Failure>(done.exchange.answer)) == expected);
    last_ = done.exchange;
    return *this;
  }

  ConversationScript& expect_any_failure() {
    last_ = expect<Done>().exchange;
    CHECK(std::holds_alternative<Failure>(last_.answer));
    return *this;
  }
  /// What the next action will be, without taking it.
  ByteAction peek() const {
    auto copy = conversation_;
    return copy.next(now_);
  }
  const TcpConversation& conversation() const { return conversation_; }
  const Exchange& last() const { return last_; }
  MonoTime now() const { return now_; }

 private:
  template <class Action>
  Action expect() {
    const auto action = conversation_.next(now_);
    INFO("the conversation's action has index " << action.index());
    REQUIRE(std::holds_alternative<Action>(action));
    return std::get<Action>(action);
  }
  Bytes sent_bytes() {
    const auto send = expect<Send>();
    return {send.bytes.begin(), send.bytes.end()};
  }

  TcpConversation conversation_;
  MonoTime now_{std::chrono::seconds{1000}};
  Exchange last_;
};

}  // namespace pue::modbus

// TcpConversation and Scheduler with gateways that are deaf while they wait for a silent unit, or
// say that they are busy. The link's `busy_bound` is how long they may be.
#include <map>

#include "conversation_script.h"
#include "modbus/scheduler.h"

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {

const Request unit_17{17, {FunctionCode::read_input_registers, 52, 2}};
const std::vector<std::uint16_t> hundred{0x42C8, 0};

Bytes ask(std::uint8_t transaction, std::uint8_t unit = 17) {
  return {0, transaction, 0, 0, 0, 6, unit, 4, 0, 52, 0, 2};
}
Bytes reply(std::uint8_t transaction, std::uint8_t unit = 17) {
  return {0, transaction, 0, 0, 0, 7, unit, 4, 4, 0x42, 0xC8, 0, 0};
}
Bytes exception(std::uint8_t transaction, std::uint8_t code) {
  return {0, transaction, 0, 0, 0, 3, 17, 0x84, code};
}

/// A connection to a gateway that may be busy for 5 s; it has given one answer.
ConversationScript working() {
  ConversationScript script{{MbapFraming{true}, 0s, 5s}};
  script.request(unit_17, 1s).expect_connect().expect_send(ask(1));
  script.expect_receive(reply(1)).expect_words(hundred);
  return script;
}

}  // namespace

TEST_CASE("a busy gateway's late word ends the request, and the connection is kept") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_silence();
  CHECK(script.now() == start + 1s);
  script.pass(2s).expect_receive(exception(2, 0x0B)).expect_failure("exception_11");
  CHECK(script.now() == start + 3s);
  CHECK(script.last().link_failures == 0);
  script.request(unit_17, 1s).expect_send(ask(3));
}

TEST_CASE("a value that comes after the deadline is dropped, but frees the gateway") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_silence().pass(10ms);
  script.expect_receive(reply(2)).expect_failure("timeout");
  CHECK(script.conversation().dropped_frames() == 1);
  script.request(unit_17, 1s).expect_send(ask(3)).expect_receive(reply(3)).expect_words(hundred);
}

TEST_CASE("the wait for a late answer ends at its bound, and other late frames do not end it") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_silence();
  script.pass(1s).expect_receive(reply(99)).expect_silence().expect_failure("timeout");
  CHECK(script.now() == start + 6s);
  CHECK(script.conversation().connected());
}

TEST_CASE("a request that never went out is not awaited") {
  ConversationScript script{{MbapFraming{true}, 0s, 5s}};
  const auto start = script.now();
  script.request(unit_17, 1s).expect_connect_hangs().expect_close().expect_failure("connect");
  CHECK(script.now() == start + 1s);
}

TEST_CASE("busy is asked again after a pause, with a request of its own") {
  for (const auto later : Bytes{5, 6}) {
    auto script = working();
    script.request(unit_17, 1s).expect_send(ask(2)).pass(10ms);
    script.expect_receive(exception(2, later)).expect_wait(200ms).expect_send(ask(3));
    const auto sent = script.now();
    script.pass(30ms).expect_receive(joined(exception(2, later), reply(3))).expect_words(hundred);
    CHECK(script.last().sent == sent);
    CHECK(script.last().received == sent + 30ms);
  }
}

TEST_CASE("a gateway may be busy beyond the deadline of the request, up to the bound") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s);
  std::uint8_t transaction = 2;
  // Asked at 0, 200, … 5800 ms; at 6 s the bound is over.
  for (; transaction < 2 + 29; ++transaction) {
    script.expect_send(ask(transaction)).expect_receive(exception(transaction, 6));
    script.expect_wait(200ms);
  }
  script.expect_send(ask(transaction)).expect_receive(exception(transaction, 6));
  script.expect_failure("exception_6");
  CHECK(script.now() == start + 5800ms);
}

TEST_CASE("an answer to the last repetition is not awaited beyond the bound") {
  auto script = working();
  const auto start = script.now();
  script.request(unit_17, 1s);
  for (std::uint8_t transaction = 2; transaction < 7; ++transaction) {
    script.expect_send(ask(transaction)).pass(900ms).expect_receive(exception(transaction, 6));
    script.expect_wait(200ms);
  }
  // 5500 ms are over.
  script.expect_send(ask(7)).expect_silence().expect_failure("timeout");
  CHECK(script.now() == start + 6s);
}

TEST_CASE("who was busy to the bound is not waited for again before it gave a value") {
  auto script = working();
  script.request(unit_17, 1s).expect_send(ask(2)).pass(990ms);
  script.expect_receive(exception(2, 6)).expect_wait(200ms).expect_send(ask(3)).pass(900ms);
  script.expect_receive(exception(3, 6)).expect_wait(200ms).expect_send(ask(4)).pass(900ms);
  script.expect_receive(exception(4, 6)).expect_wait(200ms).expect_send(ask(5)).pass(900ms);
  script.expect_receive(exception(5, 6)).expect_wait(200ms).expect_send(ask(6)).pass(900ms);
  // 5390 ms: another 200 ms fit, one more pause does not.
  script.expect_receive(exception(6, 6)).expect_wait(200ms).expect_send(ask(7)).pass(300ms);
  script.expect_receive(exception(7, 6)).expect_failure("exception_6");
  script.request(unit_17, 1s).expect_send(ask(8)).expect_receive(exception(8, 6));
  script.expect_failure("exception_6");
  script.request(unit_17, 1s).expect_send(ask(9)).expect_receive(reply(9)).expect_words(hundred);
  script.request(unit_17, 1s).expect_send(ask(10)).expect_receive(exception(10, 6));
  script.expect_wait(200ms).expect_send(ask(11));
}

TEST_CASE("without a bound nothing is awaited: busy is the answer, and a timeout ends at once") {
  ConversationScript script;
  script.request(unit_17, 1s).expect_connect().expect_send(ask(1)).expect_receive(exception(1, 6));
  script.expect_failure("exception_6");
  const auto start = script.now();
  script.request(unit_17, 1s).expect_send(ask(2)).expect_silence().expect_failure("timeout");
  CHECK(script.now() == start + 1s);
}

// ---- the whole bus ---------------------------------------------------------------------------

namespace {

/// A gateway before one serial line: a request at a time, units 1–5 answer in 10 ms, unit 6 not; it
/// says so after 3 s, and is deaf to everybody until then. Requests queue in it.
class Gateway {
 public:
  void receive(const Bytes& request, MonoTime now) {
    const bool silent = request[6] == 6;
    free_at_ = std::max(free_at_, now) + (silent ? Duration{3s} : Duration{10ms});
    answers_[free_at_] =
        silent ? Bytes{request[0], request[1], 0, 0, 0, 3, 6, 0x84, 0x0B}
               : Bytes{request[0], request[1], 0, 0, 0, 7, request[6], 4, 4, 0, 0, 0, request[6]};
    if (silent) deaf_for_ += 3s;
  }
  /// The answer that comes next, if it comes before `end`; `now` becomes its time, else `end`.
  Bytes answer_before(MonoTime end, MonoTime& now) {
    const auto first = answers_.begin();
    if (first == answers_.end() || first->first >= end) {
      now = end;
      return {};
    }
    now = std::max(now, first->first);
    auto bytes = first->second;
    answers_.erase(first);
    return bytes;
  }
  Duration deaf_for() const { return deaf_for_; }

 private:
  MonoTime free_at_{};
  std::map<MonoTime, Bytes> answers_;
  Duration deaf_for_{0};
};

/// Units 1–6 behind it, polled each second with a timeout of 1 s, for as long as told.
struct PolledGateway {
  explicit PolledGateway(Duration busy_bound)
      : conversation{{MbapFraming{true}, 0s, busy_bound}, 1} {}

  Exchange transact(const Transact& transact) {
    conversation.begin(transact.request, transact.deadline, now);
    for (;;) {
      auto action = conversation.next(now);
      if (std::holds_alternative<Connect>(action)) {
        ++connects;
        conversation.on_connected(now);
      } else if (const auto* send = std::get_if<Send>(&action)) {
        gateway.receive({send->bytes.begin(), send->bytes.end()}, now);
        conversation.on_sent(send->bytes.size(), now);
      } else if (const auto* receive = std::get_if<Receive>(&action)) {
        const auto bytes = gateway.answer_before(receive->deadline, now);
        if (!bytes.empty()) conversation.on_received(bytes, now);
      } else if (auto* done = std::get_if<Done>(&action)) {
        return std::move(done->exchange);
      } else {
        FAIL("unexpected action " << action.index());
      }
    }
  }

  void run_until(MonoTime end) {
    while (now < end) {
      const auto action = scheduler.next({now, UtcTime{now.time_since_epoch()}});
      if (const auto* wait = std::get_if<WaitUntil>(&action)) {
        now = wait->time;
        continue;
      }
      const auto& asked = std::get<Transact>(action);
      const auto exchange = transact(asked);
      scheduler.outcome(exchange, now);
      const auto* block = std::get_if<RegisterBlock>(&exchange.answer);
      if (block) CHECK(block->words == std::vector<std::uint16_t>{0, asked.request.unit});
      ++(block ? good : failed)[asked.request.unit];
    }
  }

  static std::vector<PolledRequest> requests() {
    std::vector<PolledRequest> all;
    for (std::uint8_t unit = 1; unit <= 6; ++unit) {
      all.push_back({{unit, {FunctionCode::read_input_registers, 52, 2}}});
    }
    return all;
  }

  MonoTime now{1000s};
  Gateway gateway;
  TcpConversation conversation;
  Scheduler scheduler{requests(), {{1s, 1s, 1s}, 1s}, {now, UtcTime{now.time_since_epoch()}}};
  int connects = 0;
  std::map<int, std::int64_t> good, failed;
};

}  // namespace

TEST_CASE("a unit that a gateway waits 3 s for costs the others no reading but in that time") {
  PolledGateway bus{5s};
  bus.run_until(MonoTime{1000s + 1h});
  CHECK(bus.connects == 1);
  // Each 3 s of deafness begin within a tick, after the others were read, and cost the next two.
  const auto deaf = bus.gateway.deaf_for() / 1s;
  CHECK(deaf >= 3 * 3);            // quarantined after three
  CHECK(deaf <= 3 * 3 + 180 + 3);  // then probes, in a twentieth of an hour
  for (int unit = 1; unit <= 5; ++unit) {
    CHECK(bus.failed[unit] == 0);
    CHECK(bus.good[unit] >= 3600 - deaf);
  }
  CHECK(bus.good[6] == 0);
}

TEST_CASE("without a bound the same gateway makes others fail, but is not reconnected either") {
  PolledGateway bus{0s};
  bus.run_until(MonoTime{1000s + 1h});
  CHECK(bus.connects == 1);
  CHECK(bus.failed[1] > 0);
  CHECK(bus.good[6] == 0);
}

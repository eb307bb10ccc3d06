// The whole client of a bus, scheduler and conversation, against a server that does everything
// wrong: bits flip, frames come late, twice, from another unit, with another id or length, byte by
// byte, joined, behind noise, never; connections break. No wrong value is ever accepted, and units
// that answer are read again as soon as the others let them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <map>

#include "modbus/rtu_frame.h"
#include "modbus/scheduler.h"
#include "modbus/tcp_conversation.h"
#include "tests/property/seeds.h"

using namespace pue;
using namespace pue::modbus;
using namespace std::chrono_literals;

namespace {

using property::Dice;
using Bytes = std::vector<std::uint8_t>;

enum class Kind { tcp, tcp_several, tcp_without_ids, rtu };

std::size_t in_flight(Kind kind) { return kind == Kind::tcp_several ? 3 : 1; }

constexpr Duration timeout = 1s;
constexpr Duration busy_bound = 2s;

/// The value of a register at a moment: it tells unit, address and the request that it answers, so
/// that a value out of another answer is recognised.
std::uint16_t word_of(std::uint8_t unit, unsigned address, std::uint64_t request) {
  std::uint64_t mixed = (std::uint64_t{unit} << 40U) ^ (std::uint64_t{address} << 20U) ^ request;
  mixed *= 0x9E3779B97F4A7C15U;
  return static_cast<std::uint16_t>(mixed >> 48U);
}

/// A device or gateway that reads requests right and answers as the dice say. Like any device on
/// such a line it answers no later than the bound after the timeout, and what it sends stays in
/// order.
class HostileServer {
 public:
  HostileServer(Kind kind, Dice& dice) : kind_{kind}, dice_{dice} {}

  void connected() { coming_.clear(); }

  void receive(const Bytes& request, MonoTime now) {
    ++requests_;
    const auto fault = hostile_ ? dice_.roll(14) : 99;
    const auto answer = right_answer(request);
    switch (fault) {
      case 0:  // silence
        return;
      case 1:  // late, but within what is allowed
        return send(answer, now + timeout + busy_bound - 1ms - random(busy_bound));
      case 2:
        return send(flipped(answer), now + 10ms);
      case 3:
        // Later it could not be told from the next answer.
        return send(joined(answer, answer), now + 10ms);
      case 4:
        return send(joined(noise(), answer), now + 10ms);
      case 5:
        return send(noise(), now + 10ms);
      case 6:
        return send(for_other_unit(answer), now + 10ms);
      case 7:
        // On a connection that goes on, another request's answer would fill it up to its length.
        if (in_flight(kind_) > 1) disconnects_at_ = now + 10ms;
        return send(cut(answer), now + 10ms);
      case 8:
        return drip(answer, now);
      case 9:
        return send(exception(request, static_cast<std::uint8_t>(1 + dice_.roll(12))), now + 10ms);
      case 10:
        disconnects_at_ = now + 5ms;
        return;
      case 11:
        return send(exception(request, 0x0B), now + timeout + random(busy_bound - 1ms));
      default:
        return send(answer, now + 10ms);
    }
  }

  /// What arrives next before `end`, and moves `now` to when it does, else to `end`.
  std::optional<Bytes> arrival(MonoTime end, MonoTime& now) {
    if (coming_.empty() || std::max(coming_.front().first, now) >= end) {
      now = std::max(now, end);
      return std::nullopt;
    }
    now = std::max(now, coming_.front().first);
    auto bytes = coming_.front().second;
    coming_.pop_front();
    return bytes;
  }
  /// Before `end`; the same.
  bool disconnects(MonoTime end, MonoTime& now) {
    if (!disconnects_at_ || *disconnects_at_ >= end) return false;
    now = std::max(now, *disconnects_at_);
    disconnects_at_.reset();
    return true;
  }
  void behave() { hostile_ = false; }
  std::uint64_t requests() const { return requests_; }

 private:
  Bytes right_answer(const Bytes& request) const {
    const std::size_t at = kind_ == Kind::rtu ? 0 : 6;
    const unsigned address = request[at + 2] * 256U + request[at + 3];
    Bytes pdu{request[at + 1], static_cast<std::uint8_t>(2 * request[at + 5])};
    for (unsigned i = 0; i < request[at + 5]; ++i) {
      const auto word = word_of(request[at], address + i, requests_);
      pdu.push_back(static_cast<std::uint8_t>(word >> 8U));
      pdu.push_back(static_cast<std::uint8_t>(word & 0xFFU));
    }
    return framed(request, request[at], pdu);
  }
  Bytes exception(const Bytes& request, std::uint8_t code) const {
    const std::size_t at = kind_ == Kind::rtu ? 0 : 6;
    return framed(request, request[at],
                  {static_cast<std::uint8_t>(request[at + 1] | exception_flag), code});
  }
  Bytes framed(const Bytes& request, std::uint8_t unit, const Bytes& pdu) const {
    Bytes frame;
    if (kind_ != Kind::rtu) {
      const bool keeps_id = kind_ != Kind::tcp_without_ids;
      frame = {keeps_id ? request[0] : std::uint8_t{0},
               keeps_id ? request[1] : std::uint8_t{0},
               0,
               0,
               0,
               static_cast<std::uint8_t>(1 + pdu.size())};
    }
    frame.push_back(unit);
    frame.insert(frame.end(), pdu.begin(), pdu.end());
    return kind_ == Kind::rtu ? with_checksum(frame) : frame;
  }
  static Bytes with_checksum(Bytes frame) {
    const auto crc = crc16(frame);
    frame.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8U));
    return frame;
  }

  // Without a checksum a flipped data bit cannot be seen by anybody: on TCP the header is hit. Nor
  // can the id of one request that becomes that of another.
  Bytes flipped(Bytes bytes) {
    const auto most = kind_ == Kind::rtu ? bytes.size() : 9;
    const std::size_t least = in_flight(kind_) > 1 ? 2 : 0;
    bytes[least + dice_.roll(most - least)] ^= static_cast<std::uint8_t>(1U << dice_.roll(8));
    return bytes;
  }
  Bytes for_other_unit(Bytes bytes) const {
    if (kind_ == Kind::rtu) {
      bytes.resize(bytes.size() - 2);
      ++bytes[0];
      return with_checksum(bytes);
    }
    ++bytes[6];
    return bytes;
  }
  Bytes cut(Bytes bytes) {
    bytes.resize(dice_.roll(bytes.size()));
    return bytes;
  }
  Bytes noise() {
    Bytes bytes(1 + dice_.roll(300));
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(dice_.roll(256));
    return bytes;
  }
  static Bytes joined(Bytes a, const Bytes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  }
  Duration random(Duration bound) {
    return Duration{static_cast<Duration::rep>(
        dice_.roll(static_cast<std::uint64_t>(std::max<Duration::rep>(bound.count(), 1))))};
  }

  void send(const Bytes& bytes, MonoTime when) {
    if (!coming_.empty()) when = std::max(when, coming_.back().first);
    if (!bytes.empty()) coming_.emplace_back(when, bytes);
  }
  void drip(const Bytes& bytes, MonoTime now) {
    const auto pause = std::chrono::microseconds{dice_.roll(100'000)};
    for (const auto byte : bytes) send({byte}, now += pause);
  }

  Kind kind_;
  Dice& dice_;
  bool hostile_ = true;
  std::uint64_t requests_ = 0;
  std::deque<std::pair<MonoTime, Bytes>> coming_;
  std::optional<MonoTime> disconnects_at_;
};

std::vector<PolledRequest> requests() {
  std::vector<PolledRequest> all;
  for (std::uint8_t unit = 1; unit <= 4; ++unit) {
    // Two of the same form, so that their answers could be taken for each other's.
    all.push_back({{unit, {FunctionCode::read_input_registers, 10, 4}}});
    all.push_back({{unit, {FunctionCode::read_input_registers, 50, 4}}});
  }
  return all;
}

ConversationSettings settings(Kind kind) {
  if (kind == Kind::rtu) return {RtuFraming{}, 0s, busy_bound};
  return {MbapFraming{kind != Kind::tcp_without_ids, in_flight(kind)}, 0s, busy_bound};
}

class HostileBus {
 public:
  HostileBus(Kind kind, std::uint64_t seed)
      : dice_{seed},
        server_{kind, dice_},
        conversation_{settings(kind), seed},
        scheduler_{requests(),
                   {{5s, 5s, 5s}, timeout, 0s, 0, 0s, 0.1, in_flight(kind)},
                   {now_, UtcTime{now_.time_since_epoch()}}},
        asked_(in_flight(kind)) {}

  /// How many values were read.
  std::uint64_t run_until(MonoTime end) {
    std::uint64_t values = 0;
    while (now_ < end) {
      const auto action = scheduler_.next(moment());
      if (const auto* transact = std::get_if<Transact>(&action)) {
        conversation_.begin(transact->request, transact->deadline, now_, transact->slot);
        asked_[transact->slot] = *transact;
        continue;
      }
      const auto until = std::get<WaitUntil>(action).time;
      if (scheduler_.idle()) {
        now_ = until;
        continue;
      }
      const auto done = perform(until);
      if (!done) continue;
      const auto& asked = asked_[done->slot];
      REQUIRE(now_ <= asked.deadline + busy_bound);
      scheduler_.outcome(done->exchange, now_, done->slot);
      if (const auto* block = std::get_if<RegisterBlock>(&done->exchange.answer)) {
        ++values;
        judge(*block, asked.request);
      }
    }
    return values;
  }
  void behave() { server_.behave(); }
  MonoTime now() const { return now_; }
  std::uint64_t requests_sent() const { return server_.requests(); }

 private:
  Moment moment() const { return {now_, UtcTime{now_.time_since_epoch()}}; }

  // Values of this very request, at the right place.
  void judge(const RegisterBlock& block, const Request& request) const {
    REQUIRE(block.range == request.range);
    std::vector<std::uint16_t> expected;
    for (unsigned i = 0; i < request.range.count; ++i) {
      const auto number = number_of_.at({request.unit, request.range.address});
      expected.push_back(word_of(request.unit, request.range.address + i, number));
    }
    REQUIRE(block.words == expected);
  }

  /// Until a request is over, or nothing before `until`.
  std::optional<Done> perform(MonoTime until) {
    for (int actions = 0; actions < 100'000; ++actions) {
      auto action = conversation_.next(now_);
      if (auto* done = std::get_if<Done>(&action)) return std::move(*done);
      if (const auto* wait = std::get_if<WaitUntil>(&action)) {
        if (now_ >= until) return std::nullopt;
        now_ = std::min(wait->time, until);
      } else if (std::holds_alternative<Connect>(action)) {
        connect();
      } else if (const auto* send = std::get_if<Send>(&action)) {
        write({send->bytes.begin(), send->bytes.end()});
      } else if (const auto* receive = std::get_if<Receive>(&action)) {
        if (now_ >= until) return std::nullopt;
        read(std::min(receive->deadline, until));
      }
    }
    FAIL("the conversation does not come to an end");
    return std::nullopt;
  }
  void connect() {
    now_ += 1ms;
    server_.connected();
    outgoing_.clear();
    if (dice_.once_in(20)) return conversation_.on_connect_failed(now_);
    conversation_.on_connected(now_);
  }
  // Sometimes the kernel takes a part only; the server sees whole requests.
  void write(const Bytes& bytes) {
    const auto taken = dice_.once_in(10) ? 1 + dice_.roll(bytes.size()) : bytes.size();
    outgoing_.insert(outgoing_.end(), bytes.begin(),
                     bytes.begin() + static_cast<std::ptrdiff_t>(taken));
    conversation_.on_sent(taken, now_);
    if (taken < bytes.size()) return;
    server_.receive(outgoing_, now_);
    const std::size_t at = outgoing_.size() == 12 ? 6 : 0;
    number_of_[{outgoing_[at], outgoing_[at + 2] * 256U + outgoing_[at + 3]}] = server_.requests();
    outgoing_.clear();
  }
  void read(MonoTime deadline) {
    if (server_.disconnects(deadline, now_)) return conversation_.on_disconnected(now_);
    if (const auto bytes = server_.arrival(deadline, now_)) conversation_.on_received(*bytes, now_);
  }

  MonoTime now_{1000s};
  Dice dice_;
  HostileServer server_;
  TcpConversation conversation_;
  Scheduler scheduler_;
  std::vector<Transact> asked_;                                       // by slot
  std::map<std::pair<unsigned, unsigned>, std::uint64_t> number_of_;  // by unit and address
  Bytes outgoing_;
};

void no_wrong_value_from(Kind kind) {
  std::uint64_t cases = 0;
  for (std::uint64_t seed = 1; seed <= property::seeds(20); ++seed) {
    INFO("seed " << seed);
    HostileBus bus{kind, seed};
    CHECK(bus.run_until(bus.now() + 3600s) > 0);
    cases += bus.requests_sent();
    bus.behave();
    // Quarantine lasts 300 s at most and a connection's back-off 60 s; then all of the 8 requests
    // are answered in each of the 12 ticks of a minute.
    bus.run_until(bus.now() + 600s);
    CHECK(bus.run_until(bus.now() + 60s) >= 12 * 8 - 8);
  }
  CHECK(cases >= property::seeds(20) * 500);  // 10,000 by default
}

}  // namespace

TEST_CASE("Modbus/TCP accepts no wrong value from a hostile server, and recovers") {
  no_wrong_value_from(Kind::tcp);
}

TEST_CASE("several Modbus/TCP requests at a time accept no wrong value either, and recover") {
  no_wrong_value_from(Kind::tcp_several);
}

TEST_CASE("Modbus/TCP without transaction ids accepts no wrong value either") {
  no_wrong_value_from(Kind::tcp_without_ids);
}

TEST_CASE("RTU over TCP accepts no wrong value from a hostile server, and recovers") {
  no_wrong_value_from(Kind::rtu);
}

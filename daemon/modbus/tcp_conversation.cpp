#include "modbus/tcp_conversation.h"

#include <algorithm>

#include "base/limits.h"

namespace pue::modbus {

TcpConversation::TcpConversation(Duration settle, std::uint64_t seed)
    : settle_{settle},
      backoff_{limits::connect_backoff_first, limits::connect_backoff_longest, seed} {}

void TcpConversation::begin(const Request& request, MonoTime deadline, MonoTime now) {
  request_ = request;
  deadline_ = deadline;
  bytes_ = encode(++transaction_, request);
  bytes_sent_ = 0;
  sent_again_ = false;
  wrong_unit_ = false;
  sent_at_ = now;
  result_.reset();
  in_flight_ = true;
}

ByteAction TcpConversation::next(MonoTime now) {
  if (in_flight_ && now >= deadline_) expire(now);
  if (state_ == State::to_close) {
    state_ = State::down;
    return Close{};
  }
  if (in_flight_ && state_ == State::down && now < retry_at_) {
    finish(Failure{Failure::Kind::connect}, now);
  }
  if (!in_flight_) return Done{std::move(result_).value()};
  if (state_ != State::up) {
    state_ = State::connecting;
    return Connect{deadline_};
  }
  if (now < settled_at_) return WaitUntil{std::min(settled_at_, deadline_)};
  if (bytes_sent_ < bytes_.size()) {
    return Send{std::span<const std::uint8_t>{bytes_}.subspan(bytes_sent_), deadline_};
  }
  return Receive{deadline_};
}

void TcpConversation::on_connected(MonoTime now) {
  state_ = State::up;
  reader_.reset();
  proven_ = false;
  settled_at_ = now + settle_;
}

void TcpConversation::on_connect_failed(MonoTime now) {
  state_ = State::down;
  lose(now);
  finish(Failure{Failure::Kind::connect}, now);
}

void TcpConversation::on_sent(std::size_t bytes, MonoTime now) {
  if (bytes_sent_ == 0) sent_at_ = now;
  bytes_sent_ += bytes;
}

// What is read after the deadline may have lain there for long: when it was true nobody knows.
void TcpConversation::on_received(std::span<const std::uint8_t> bytes, MonoTime now) {
  if (in_flight_ && now >= deadline_) expire(now);
  reader_.append(bytes);
  while (const auto frame = reader_.next()) {
    if (in_flight_) {
      judge(*frame, now);
    } else {
      ++dropped_frames_;
    }
    if (state_ != State::up) return;
  }
  if (!reader_.broken()) return;
  state_ = State::to_close;
  lose(now);
  if (in_flight_) finish(Failure{Failure::Kind::bad_frame}, now);
}

void TcpConversation::on_disconnected(MonoTime now) {
  state_ = State::to_close;
  // Gateways close idle connections without a word; the request that finds out is not lost: reads
  // may be repeated, once, and only where this connection had worked before.
  const bool again = proven_ && !sent_again_ && in_flight_;
  lose(now);
  if (again) {
    sent_again_ = true;
    bytes_sent_ = 0;
  } else if (in_flight_) {
    finish(Failure{Failure::Kind::disconnect}, now);
  }
}

void TcpConversation::expire(MonoTime now) {
  if (state_ == State::up) {
    // A request cut in the middle would be completed by the bytes of the next one.
    if (bytes_sent_ != 0 && bytes_sent_ < bytes_.size()) {
      state_ = State::to_close;
      lose(now);
    }
    finish(Failure{wrong_unit_ ? Failure::Kind::bad_frame : Failure::Kind::timeout}, now);
    return;
  }
  if (state_ == State::connecting) {
    state_ = State::to_close;
    lose(now);
  }
  finish(Failure{sent_again_ ? Failure::Kind::disconnect : Failure::Kind::connect}, now);
}

// A connection that gave an answer may be replaced at once. One that failed before it did is a
// failed attempt, also when the peer accepted it: else a peer that accepts and closes makes us
// spin.
void TcpConversation::lose(MonoTime now) {
  ++link_failures_;
  retry_at_ = proven_ ? now : now + backoff_.next();
  proven_ = false;
}

void TcpConversation::finish(Answer answer, MonoTime now) {
  const bool went_out = bytes_sent_ == bytes_.size();
  result_ =
      Exchange{std::move(answer), went_out ? sent_at_ : now, now, connected(), link_failures_};
  link_failures_ = 0;
  in_flight_ = false;
}

void TcpConversation::judge(const Frame& frame, MonoTime now) {
  auto meaning = interpret(frame, transaction_, request_);
  if (const auto* stray = std::get_if<Stray>(&meaning)) {
    ++dropped_frames_;
    wrong_unit_ = wrong_unit_ || *stray == Stray::other_unit;
    return;
  }
  if (std::holds_alternative<FramingDoubt>(meaning)) {
    state_ = State::to_close;
    lose(now);
    finish(Failure{Failure::Kind::bad_frame}, now);
    return;
  }
  proven_ = true;
  backoff_.reset();
  if (auto* block = std::get_if<RegisterBlock>(&meaning)) {
    finish(std::move(*block), now);
  } else {
    finish(std::get<Failure>(meaning), now);
  }
}

}  // namespace pue::modbus

#include "modbus/tcp_conversation.h"

#include <algorithm>

#include "base/limits.h"

namespace pue::modbus {
namespace {

using namespace std::chrono_literals;

// On a line requests are 3.5 characters apart, from 19200 baud on 1.75 ms (MODBUS over Serial Line
// 1.02, 2.5.1.1). Device servers keep that themselves; here it is the time to notice what lies
// there unread.
constexpr auto silence_before_request = 1750us;
// After something unexpected: longer than device servers hold bytes back to send them together.
constexpr auto silence_after_noise = 50ms;
// Exceptions 5 and 6 say "later" and not when.
constexpr auto busy_pause = 200ms;
constexpr std::uint8_t acknowledged = 5;
constexpr std::uint8_t busy = 6;

/// A late answer of any length would do: an exception names no byte count.
bool looks_alike(const Request& a, const Request& b) {
  return a.unit == b.unit && a.range.function == b.range.function;
}

bool says_later(const Failure& failure) {
  return failure.kind == Failure::Kind::exception &&
         (failure.exception_code == acknowledged || failure.exception_code == busy);
}

}  // namespace

TcpConversation::TcpConversation(ConversationSettings settings, std::uint64_t seed)
    : settings_{std::move(settings)},
      backoff_{limits::connect_backoff_first, limits::connect_backoff_longest, seed} {}

void TcpConversation::begin(const Request& request, MonoTime deadline, MonoTime now) {
  request_ = request;
  timeout_ = deadline - now;
  deadline_ = deadline;
  give_up_at_ = deadline + settings_.busy_bound;
  sent_again_ = false;
  result_.reset();
  phase_ = Phase::asking;
  prepare(now);
}

/// To send the request, for the first time or again.
void TcpConversation::prepare(MonoTime now) {
  bytes_sent_ = 0;
  sent_at_ = now;
  if (settings_.framing.identifies_answers()) return settings_.framing.begin(request_);
  silent_at_ = std::max(now, settled_at_) + silence_before_request;
  const bool in_step = settings_.framing.discard();
  settings_.framing.begin(request_);
  const bool ambiguous =
      std::any_of(unanswered_.begin(), unanswered_.end(),
                  [&](const Request& earlier) { return looks_alike(earlier, request_); });
  const bool too_many = unanswered_.size() == limits::unanswered_requests;
  if (connection_ == Connection::up && (!in_step || ambiguous || too_many)) hang_up();
}

ByteAction TcpConversation::next(MonoTime now) {
  pass_time(now);
  if (connection_ == Connection::to_close) {
    connection_ = Connection::down;
    return Close{};
  }
  if (phase_ != Phase::over && connection_ == Connection::down && now < retry_at_) {
    finish(Failure{Failure::Kind::connect}, now);
  }
  if (phase_ == Phase::over) return Done{std::move(result_).value()};
  if (connection_ == Connection::up) return speak(now);
  connection_ = Connection::connecting;
  return Connect{deadline_};
}

/// What to do on a connection that is up.
ByteAction TcpConversation::speak(MonoTime now) {
  if (phase_ == Phase::overdue) return Receive{give_up_at_};
  if (now < settled_at_) return WaitUntil{std::min(settled_at_, deadline_)};
  const auto bytes = settings_.framing.request_bytes();
  if (bytes_sent_ == 0 && !settings_.framing.identifies_answers() && now < silent_at_) {
    return Receive{std::min(silent_at_, deadline_)};
  }
  if (bytes_sent_ < bytes.size()) return Send{bytes.subspan(bytes_sent_), deadline_};
  return Receive{deadline_};
}

void TcpConversation::on_connected(MonoTime now) {
  connection_ = Connection::up;
  settings_.framing.reset();
  unanswered_.clear();
  proven_ = false;
  settled_at_ = now + settings_.settle;
  silent_at_ = settled_at_ + silence_before_request;
}

void TcpConversation::on_connect_failed(MonoTime now) {
  connection_ = Connection::down;
  lose(now);
  finish(Failure{Failure::Kind::connect}, now);
}

void TcpConversation::on_sent(std::size_t bytes, MonoTime now) {
  if (bytes_sent_ == 0) sent_at_ = now;
  bytes_sent_ += bytes;
}

// What is read after the deadline may have lain there for long: when it was true nobody knows.
void TcpConversation::on_received(std::span<const std::uint8_t> bytes, MonoTime now) {
  pass_time(now);
  settings_.framing.append(bytes);
  const bool awaited = phase_ != Phase::over && bytes_sent_ != 0;
  if (!awaited && !settings_.framing.identifies_answers()) return drop_unawaited(now);
  while (auto meaning = settings_.framing.next()) {
    if (phase_ == Phase::over) {
      ++dropped_frames_;
    } else {
      judge(std::move(*meaning), now);
    }
    if (connection_ != Connection::up) return;
  }
  if (!settings_.framing.broken()) return;
  hang_up();
  lose(now);
  if (phase_ != Phase::over) finish(Failure{Failure::Kind::bad_frame}, now);
}

void TcpConversation::on_disconnected(MonoTime now) {
  hang_up();
  // Gateways close idle connections without a word; the request that finds out is not lost: reads
  // may be repeated, once, and only where this connection had worked before.
  const bool again = proven_ && !sent_again_ && phase_ == Phase::asking;
  lose(now);
  if (again) {
    sent_again_ = true;
    bytes_sent_ = 0;
  } else if (phase_ == Phase::overdue) {
    give_up(now);
  } else if (phase_ == Phase::asking) {
    finish(Failure{Failure::Kind::disconnect}, now);
  }
}

/// On a connection where only answers that were asked for can be told from others.
void TcpConversation::drop_unawaited(MonoTime now) {
  ++dropped_frames_;
  silent_at_ = now + silence_after_noise;
  if (settings_.framing.discard()) return;
  hang_up();
  lose(now);
}

void TcpConversation::pass_time(MonoTime now) {
  if (phase_ == Phase::asking && now >= deadline_) expire(now);
  if (phase_ == Phase::overdue && now >= give_up_at_) give_up(now);
}

void TcpConversation::expire(MonoTime now) {
  if (connection_ != Connection::up) {
    if (connection_ == Connection::connecting) {
      hang_up();
      lose(now);
    }
    const auto kind = sent_again_ ? Failure::Kind::disconnect : Failure::Kind::connect;
    return finish(Failure{kind}, now);
  }
  const auto size = settings_.framing.request_bytes().size();
  if (bytes_sent_ == size) {
    phase_ = Phase::overdue;
    return;
  }
  // A request cut in the middle would be completed by the bytes of the next one; and somebody who
  // talks without end leaves no room for any.
  const bool never_silent =
      bytes_sent_ == 0 && !settings_.framing.identifies_answers() && now >= settled_at_;
  if (bytes_sent_ != 0 || never_silent) {
    hang_up();
    lose(now);
  }
  finish(never_silent ? Failure{Failure::Kind::connect} : silence(), now);
}

void TcpConversation::give_up(MonoTime now) {
  if (!settings_.framing.identifies_answers()) unanswered_.push_back(request_);
  finish(silence(), now);
}

void TcpConversation::rest() {
  if (connection_ == Connection::up) connection_ = Connection::down;
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
  const bool went_out = bytes_sent_ == settings_.framing.request_bytes().size();
  result_ = Exchange{std::move(answer), went_out ? sent_at_ : now, now, connected(), link_failures_,
                     dropped_frames_};
  link_failures_ = 0;
  phase_ = Phase::over;
}

void TcpConversation::judge(Meaning meaning, MonoTime now) {
  if (std::holds_alternative<Stray>(meaning)) {
    ++dropped_frames_;
    return;
  }
  if (std::holds_alternative<FramingDoubt>(meaning)) {
    hang_up();
    lose(now);
    return finish(Failure{Failure::Kind::bad_frame}, now);
  }
  proven_ = true;
  backoff_.reset();
  unanswered_.clear();
  if (auto* failure = std::get_if<Failure>(&meaning)) {
    if (!repeat_later(*failure, now)) finish(*failure, now);
  } else if (phase_ == Phase::overdue) {
    ++dropped_frames_;
    finish(Failure{Failure::Kind::timeout}, now);
  } else {
    waited_in_vain_.reset(request_.unit);
    finish(std::get<RegisterBlock>(std::move(meaning)), now);
  }
}

// "Later" from a gateway means later for all of its units: we wait for it, rather than ask the next
// one and lose that too. From a device it may mean never: it is waited for once, until it answers.
bool TcpConversation::repeat_later(const Failure& failure, MonoTime now) {
  const bool may_wait = settings_.busy_bound > Duration{0} && phase_ == Phase::asking;
  if (!may_wait || !says_later(failure) || waited_in_vain_[request_.unit]) return false;
  const auto again = now + busy_pause;
  if (again >= give_up_at_) {
    waited_in_vain_.set(request_.unit);
    return false;
  }
  settled_at_ = again;
  deadline_ = std::min(again + timeout_, give_up_at_);
  prepare(now);
  return true;
}

Failure TcpConversation::silence() const {
  return {settings_.framing.misfit() ? Failure::Kind::bad_frame : Failure::Kind::timeout};
}

}  // namespace pue::modbus

#include "modbus/tcp_conversation.h"

#include <algorithm>
#include <utility>

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
      backoff_{limits::connect_backoff_first, limits::connect_backoff_longest, seed},
      asked_(settings_.framing.slots()) {
  for (std::size_t slot = 0; slot < asked_.size(); ++slot) asked_[slot].slot = slot;
}

void TcpConversation::begin(const Request& request, MonoTime deadline, MonoTime now,
                            std::size_t slot) {
  auto& asked = asked_[slot];
  asked.request = request;
  asked.timeout = deadline - now;
  asked.deadline = deadline;
  asked.give_up_at = deadline + settings_.busy_bound;
  asked.sent_again = false;
  asked.result.reset();
  asked.phase = Phase::asking;
  prepare(asked, now);
}

/// To send the request, for the first time or again.
void TcpConversation::prepare(Asked& asked, MonoTime now) {
  asked.bytes_sent = 0;
  asked.sent_at = now;
  auto& framing = settings_.framing;
  if (framing.identifies_answers()) return framing.begin(asked.request, asked.slot);
  silent_at_ = std::max(now, settled_at_) + silence_before_request;
  const bool in_step = framing.discard();
  framing.begin(asked.request, asked.slot);
  const bool ambiguous =
      std::any_of(unanswered_.begin(), unanswered_.end(),
                  [&](const Request& earlier) { return looks_alike(earlier, asked.request); });
  const bool too_many = unanswered_.size() == limits::unanswered_requests;
  if (connection_ == Connection::up && (!in_step || ambiguous || too_many)) hang_up();
}

ByteAction TcpConversation::next(MonoTime now) {
  pass_time(now);
  if (connection_ == Connection::to_close) {
    connection_ = Connection::down;
    return Close{};
  }
  const bool no_connect = connection_ == Connection::down && now < retry_at_;
  auto deadline = MonoTime::max();
  for (auto& asked : asked_) {
    if (asked.phase != Phase::over && no_connect)
      finish(asked, Failure{Failure::Kind::connect}, now);
    if (asked.result) return Done{*std::exchange(asked.result, std::nullopt), asked.slot};
    if (asked.phase == Phase::asking) deadline = std::min(deadline, asked.deadline);
  }
  if (connection_ == Connection::up) return speak(now);
  connection_ = Connection::connecting;
  return Connect{deadline};
}

/// What to do on a connection that is up: send what is to be sent, then listen.
ByteAction TcpConversation::speak(MonoTime now) {
  auto until = MonoTime::max();
  bool listening = false;
  for (const auto& asked : asked_) {
    if (asked.phase == Phase::over) continue;
    until = std::min(until, asked.phase == Phase::overdue ? asked.give_up_at : asked.deadline);
    listening = listening || asked.bytes_sent == size_of(asked);
  }
  const auto* asked = next_to_send();
  if (asked == nullptr) return Receive{until};
  if (asked->bytes_sent == 0 && now < settled_at_) {
    until = std::min(until, settled_at_);
    return listening ? ByteAction{Receive{until}} : ByteAction{WaitUntil{until}};
  }
  if (asked->bytes_sent == 0 && !settings_.framing.identifies_answers() && now < silent_at_)
    return Receive{std::min(silent_at_, asked->deadline)};
  sending_ = asked->slot;
  const auto bytes = settings_.framing.request_bytes(asked->slot);
  return Send{bytes.subspan(asked->bytes_sent), asked->deadline};
}

/// One that was begun goes before all others, whose bytes would cut it in two.
TcpConversation::Asked* TcpConversation::next_to_send() {
  Asked* next = nullptr;
  for (auto& asked : asked_) {
    if (asked.phase != Phase::asking || asked.bytes_sent == size_of(asked)) continue;
    if (asked.bytes_sent > 0) return &asked;
    if (next == nullptr) next = &asked;
  }
  return next;
}

std::size_t TcpConversation::size_of(const Asked& asked) const {
  return settings_.framing.request_bytes(asked.slot).size();
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
  for (auto& asked : asked_)
    if (asked.phase != Phase::over) finish(asked, Failure{Failure::Kind::connect}, now);
}

void TcpConversation::on_sent(std::size_t bytes, MonoTime now) {
  auto& asked = asked_[sending_];
  if (asked.bytes_sent == 0) asked.sent_at = now;
  asked.bytes_sent += bytes;
}

// What is read after the deadline may have lain there for long: when it was true nobody knows.
void TcpConversation::on_received(std::span<const std::uint8_t> bytes, MonoTime now) {
  pass_time(now);
  settings_.framing.append(bytes);
  const bool awaited = std::any_of(asked_.begin(), asked_.end(), [](const Asked& asked) {
    return asked.phase != Phase::over && asked.bytes_sent != 0;
  });
  if (!awaited && !settings_.framing.identifies_answers()) return drop_unawaited(now);
  while (auto heard = settings_.framing.next()) {
    auto& asked = asked_[heard->slot];
    if (asked.phase == Phase::over) {
      ++dropped_frames_;
    } else {
      judge(asked, std::move(heard->meaning), now);
    }
    if (connection_ != Connection::up) return;
  }
  if (!settings_.framing.broken()) return;
  hang_up();
  lose(now);
  for (auto& asked : asked_)
    if (asked.phase != Phase::over) finish(asked, Failure{Failure::Kind::bad_frame}, now);
}

void TcpConversation::on_disconnected(MonoTime now) {
  hang_up();
  const bool had_worked = proven_;
  lose(now);
  for (auto& asked : asked_) interrupt(asked, had_worked, now);
}

void TcpConversation::cut(Asked& guilty, Failure failure, MonoTime now) {
  hang_up();
  const bool had_worked = proven_;
  lose(now);
  finish(guilty, failure, now);
  for (auto& asked : asked_) interrupt(asked, had_worked, now);
}

// Gateways close idle connections without a word; the request that finds out is not lost: reads
// may be repeated, once, and only where this connection had worked before.
void TcpConversation::interrupt(Asked& asked, bool had_worked, MonoTime now) {
  if (asked.phase == Phase::overdue) {
    give_up(asked, now);
  } else if (asked.phase == Phase::asking && had_worked && !asked.sent_again) {
    asked.sent_again = true;
    asked.bytes_sent = 0;
  } else if (asked.phase == Phase::asking) {
    finish(asked, Failure{Failure::Kind::disconnect}, now);
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
  for (auto& asked : asked_) {
    if (asked.phase == Phase::asking && now >= asked.deadline) expire(asked, now);
    if (asked.phase == Phase::overdue && now >= asked.give_up_at) give_up(asked, now);
  }
}

void TcpConversation::expire(Asked& asked, MonoTime now) {
  if (connection_ != Connection::up) {
    if (connection_ == Connection::connecting) {
      hang_up();
      lose(now);
    }
    const auto kind = asked.sent_again ? Failure::Kind::disconnect : Failure::Kind::connect;
    return finish(asked, Failure{kind}, now);
  }
  if (asked.bytes_sent == size_of(asked)) {
    asked.phase = Phase::overdue;
    return;
  }
  // A request cut in the middle would be completed by the bytes of the next one; and somebody who
  // talks without end leaves no room for any.
  const bool never_silent =
      asked.bytes_sent == 0 && !settings_.framing.identifies_answers() && now >= settled_at_;
  const auto failure = never_silent ? Failure{Failure::Kind::connect} : silence(asked);
  if (asked.bytes_sent != 0 || never_silent) return cut(asked, failure, now);
  finish(asked, failure, now);
}

void TcpConversation::give_up(Asked& asked, MonoTime now) {
  if (!settings_.framing.identifies_answers()) unanswered_.push_back(asked.request);
  finish(asked, silence(asked), now);
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

void TcpConversation::finish(Asked& asked, Answer answer, MonoTime now) {
  const bool went_out = asked.bytes_sent == size_of(asked);
  asked.result =
      Exchange{std::move(answer), went_out ? asked.sent_at : now, now, connected(), link_failures_,
               dropped_frames_};
  link_failures_ = 0;
  asked.phase = Phase::over;
}

void TcpConversation::judge(Asked& asked, Meaning meaning, MonoTime now) {
  if (std::holds_alternative<Stray>(meaning)) {
    ++dropped_frames_;
    return;
  }
  if (std::holds_alternative<FramingDoubt>(meaning))
    return cut(asked, Failure{Failure::Kind::bad_frame}, now);
  proven_ = true;
  backoff_.reset();
  unanswered_.clear();
  if (auto* failure = std::get_if<Failure>(&meaning)) {
    if (!repeat_later(asked, *failure, now)) finish(asked, *failure, now);
  } else if (asked.phase == Phase::overdue) {
    ++dropped_frames_;
    finish(asked, Failure{Failure::Kind::timeout}, now);
  } else {
    waited_in_vain_.reset(asked.request.unit);
    finish(asked, std::get<RegisterBlock>(std::move(meaning)), now);
  }
}

// "Later" from a gateway means later for all of its units: we wait for it, rather than ask the next
// one and lose that too. From a device it may mean never: it is waited for once, until it answers.
bool TcpConversation::repeat_later(Asked& asked, const Failure& failure, MonoTime now) {
  const bool may_wait = settings_.busy_bound > Duration{0} && asked.phase == Phase::asking;
  if (!may_wait || !says_later(failure) || waited_in_vain_[asked.request.unit]) return false;
  const auto again = now + busy_pause;
  if (again >= asked.give_up_at) {
    waited_in_vain_.set(asked.request.unit);
    return false;
  }
  settled_at_ = again;
  asked.deadline = std::min(again + asked.timeout, asked.give_up_at);
  prepare(asked, now);
  return true;
}

Failure TcpConversation::silence(const Asked& asked) const {
  return {settings_.framing.misfit(asked.slot) ? Failure::Kind::bad_frame : Failure::Kind::timeout};
}

}  // namespace pue::modbus

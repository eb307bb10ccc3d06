// The conversation over one TCP connection: asked for the next byte action and told what came of
// it, always with the time. It owns reconnecting, and which answer belongs to which request; how
// frames look is its framing's affair (modbus/framing.h). It performs no I/O and does not decide
// what to ask (modbus/scheduler.h does).
//
// Late answers. A gateway that waits for a silent unit is deaf to everybody else, and often answers
// when the request was given up long ago. So the exchange goes on after the deadline, up to
// `busy_bound`, until the late answer has come: the next request then meets a gateway that listens.
// The connection is kept; a late value is dropped, for when it was true nobody knows.
//
// Answers without a transaction id (RTU, and devices that do not keep it) look the same whichever
// request they answer, even when unit, function and byte count agree. What is done about it:
// - A request goes out only when the connection has been silent: whatever lies or arrives there
//   before is dropped, until nothing comes any more.
// - After a timeout the late answer is awaited as above, so `busy_bound` is how late an answer may
//   be. While it is missing, no request that it could be taken for (the same unit and function) is
//   sent on this connection: a new one is opened instead, on which nothing of the old can arrive.
// - The next answer on the connection ends the doubt: bytes keep their order.
//
// A device may be asked several things at a time (the slots of its framing). All of them share the
// connection: what ends it ends them all, and a device that says "later" says so to all.
#pragma once

#include <bitset>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "modbus/backoff.h"
#include "modbus/exchange.h"
#include "modbus/framing.h"

namespace pue::modbus {

/// Open a new connection; report on_connected, on_connect_failed, or ask again at the deadline.
struct Connect {
  MonoTime deadline;
};
/// Write; report on_sent with how much was taken, on_disconnected, or ask again at the deadline.
struct Send {
  std::span<const std::uint8_t> bytes;
  MonoTime deadline;
};
/// Read whatever comes; report on_received, on_disconnected, or ask again at the deadline.
struct Receive {
  MonoTime deadline;
};
/// Drop the connection, or the attempt at one; ask again at once.
struct Close {};
/// The request in that slot is over.
struct Done {
  Exchange exchange;
  std::size_t slot = 0;
};
using ByteAction = std::variant<Connect, Send, Receive, WaitUntil, Close, Done>;

struct ConversationSettings {
  Framing framing = MbapFraming{true};
  Duration settle{0};      // quiet time that a device needs after a connect
  Duration busy_bound{0};  // how long after its deadline a request may keep the connection busy
};

class TcpConversation {
 public:
  /// `seed` scatters the reconnects.
  TcpConversation(ConversationSettings settings, std::uint64_t seed);

  /// Starts a request. Precondition: the one before in its slot has been Done.
  void begin(const Request& request, MonoTime deadline, MonoTime now, std::size_t slot = 0);
  /// The next thing to do. An answer counts before the deadline; the request is Done at the latest
  /// `busy_bound` after it. The connection stays open after a mere timeout. Precondition: a request
  /// that is not Done.
  ByteAction next(MonoTime now);

  void on_connected(MonoTime now);
  void on_connect_failed(MonoTime now);
  void on_sent(std::size_t bytes, MonoTime now);
  void on_received(std::span<const std::uint8_t> bytes, MonoTime now);
  /// The peer closed or reset the connection, or an operation on it failed.
  void on_disconnected(MonoTime now);
  /// The connection was closed between two requests, because it is not to be held open.
  void rest();

  bool connected() const { return connection_ == Connection::up; }
  /// What answered nothing we were waiting for: late, foreign, repeated; where frames cannot be
  /// told apart, each time that something came.
  std::uint64_t dropped_frames() const { return dropped_frames_; }

 private:
  enum class Connection : std::uint8_t { down, connecting, up, to_close };
  enum class Phase : std::uint8_t {
    over,
    asking,   // the answer counts
    overdue,  // it does not count any more, but the gateway may still be at it
  };

  /// One request, in its slot of the framing.
  struct Asked {
    std::size_t slot = 0;
    Phase phase = Phase::over;
    Request request;
    Duration timeout{0};
    MonoTime deadline{};
    MonoTime give_up_at{};
    std::size_t bytes_sent = 0;
    bool sent_again = false;  // on a second connection
    MonoTime sent_at{};
    std::optional<Exchange> result;
  };

  void prepare(Asked& asked, MonoTime now);
  ByteAction speak(MonoTime now);
  Asked* next_to_send();
  std::size_t size_of(const Asked& asked) const;
  void pass_time(MonoTime now);
  void expire(Asked& asked, MonoTime now);
  void give_up(Asked& asked, MonoTime now);
  void hang_up() { connection_ = Connection::to_close; }
  void lose(MonoTime now);
  /// The connection ends, because of `guilty`, which comes to `failure`: the others with it.
  void cut(Asked& guilty, Failure failure, MonoTime now);
  void interrupt(Asked& asked, bool had_worked, MonoTime now);
  void finish(Asked& asked, Answer answer, MonoTime now);
  void drop_unawaited(MonoTime now);
  void judge(Asked& asked, Meaning meaning, MonoTime now);
  bool repeat_later(Asked& asked, const Failure& failure, MonoTime now);
  Failure silence(const Asked& asked) const;

  ConversationSettings settings_;
  Backoff backoff_;
  Connection connection_ = Connection::down;
  MonoTime retry_at_{};    // no connect before
  MonoTime settled_at_{};  // no request before
  MonoTime silent_at_{};   // nor before it was silent until then, where answers carry no id
  bool proven_ = false;    // this connection has given an answer
  std::vector<Request> unanswered_;  // on this connection since its last answer, without ids
  std::bitset<256> waited_in_vain_;  // by unit: said "later" until the bound, and no value since
  std::uint64_t dropped_frames_ = 0;

  std::vector<Asked> asked_;  // by slot
  std::size_t sending_ = 0;
  std::uint32_t link_failures_ = 0;
};

}  // namespace pue::modbus

// The conversation over one Modbus/TCP connection: asked for the next byte action and told what
// came of it, always with the time. It owns reconnecting and matching; it performs no I/O and does
// not decide what to ask (modbus/scheduler.h does).
#pragma once

#include <optional>
#include <span>
#include <variant>

#include "modbus/backoff.h"
#include "modbus/exchange.h"
#include "modbus/mbap.h"

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
/// The request is over.
struct Done {
  Exchange exchange;
};
using ByteAction = std::variant<Connect, Send, Receive, WaitUntil, Close, Done>;

class TcpConversation {
 public:
  /// `settle`: quiet time a device needs after a connect. `seed` scatters the reconnects.
  TcpConversation(Duration settle, std::uint64_t seed);

  /// Starts a request. Precondition: the one before has been Done.
  void begin(const Request& request, MonoTime deadline, MonoTime now);
  /// The next thing to do. At or after the deadline the request ends: the connection stays open
  /// after a mere timeout, and a late answer is dropped by its transaction id.
  ByteAction next(MonoTime now);

  void on_connected(MonoTime now);
  void on_connect_failed(MonoTime now);
  void on_sent(std::size_t bytes, MonoTime now);
  void on_received(std::span<const std::uint8_t> bytes, MonoTime now);
  /// The peer closed or reset the connection, or an operation on it failed.
  void on_disconnected(MonoTime now);

  bool connected() const { return state_ == State::up; }
  /// Frames that answered nothing we were waiting for: late, foreign, repeated.
  std::uint64_t dropped_frames() const { return dropped_frames_; }

 private:
  enum class State : std::uint8_t { down, connecting, up, to_close };

  void expire(MonoTime now);
  void lose(MonoTime now);
  void finish(Answer answer, MonoTime now);
  void judge(const Frame& frame, MonoTime now);

  Duration settle_;
  Backoff backoff_;
  FrameReader reader_;
  State state_ = State::down;
  MonoTime retry_at_{};    // no connect before
  MonoTime settled_at_{};  // no request before
  bool proven_ = false;    // this connection has given an answer
  std::uint64_t dropped_frames_ = 0;

  bool in_flight_ = false;
  Request request_;
  MonoTime deadline_{};
  std::uint16_t transaction_ = 0;
  std::array<std::uint8_t, request_bytes> bytes_{};
  std::size_t bytes_sent_ = 0;
  bool sent_again_ = false;  // on a second connection
  bool wrong_unit_ = false;  // our transaction id came back from another unit
  MonoTime sent_at_{};
  std::uint32_t link_failures_ = 0;
  std::optional<Exchange> result_;
};

}  // namespace pue::modbus

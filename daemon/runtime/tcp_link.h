// One TCP connection to meters on Boost.Asio: performs the byte actions of modbus::TcpConversation
// and nothing more. What to send, when to reconnect and what an answer means is decided there.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modbus/link_settings.h"
#include "modbus/tcp_conversation.h"
#include "runtime/name_lookup.h"
#include "runtime/wire_trace.h"

namespace pue::runtime {

class TcpLink {
 public:
  /// `settings.address` is a TcpAddress. Uses `lookup` for a host that is a name. Both outlive the
  /// link; all calls come from the thread that runs `io`.
  /// `trace`, when there is one, gets all bytes.
  TcpLink(boost::asio::io_context& io, NameLookup& lookup, const modbus::LinkSettings& settings,
          std::uint64_t seed, WireTrace* trace = nullptr);
  TcpLink(const TcpLink&) = delete;
  TcpLink& operator=(const TcpLink&) = delete;

  /// One request, over when its deadline and the link's busy bound have passed, at the latest. The
  /// only one under way.
  boost::asio::awaitable<modbus::Exchange> transact(modbus::Request request, MonoTime deadline);
  /// The same for as many requests at a time as the link may have in flight, each in a free slot.
  void begin(const modbus::Request& request, MonoTime deadline, std::size_t slot);
  std::size_t under_way() const { return under_way_; }
  std::size_t slots() const { return slots_; }
  /// Until one of them is over, or until `time`: nothing then. Precondition: one is under way.
  boost::asio::awaitable<std::optional<modbus::Done>> work_until(MonoTime time);
  /// A connection that is not to be held open is closed when there is nothing to do for half a
  /// second.
  boost::asio::awaitable<void> wait_until(MonoTime time);
  /// Ends a `wait_until` under way.
  void wake() {
    if (resting_) timer_.cancel();
  }

 private:
  boost::asio::awaitable<void> sleep_until(MonoTime time);
  boost::asio::awaitable<void> perform(modbus::Connect action);
  boost::asio::awaitable<void> perform(modbus::Send action);
  boost::asio::awaitable<void> perform(modbus::Receive action);
  /// False: it has to be waited for.
  bool send_now(const modbus::Send& action);
  bool receive_now();
  void sent(const modbus::Send& action, std::size_t taken, const boost::system::error_code& error);
  void received(std::size_t count, const boost::system::error_code& error);
  boost::asio::awaitable<void> find_address(MonoTime deadline);
  void close();
  void note(bool sent, std::span<const std::uint8_t> bytes);

  /// The alarm that ends the operation under way at its deadline.
  void begin_operation(MonoTime deadline);
  void end_operation() { operating_ = false; }
  void set_alarm();
  void on_alarm();

  NameLookup& lookup_;
  std::string host_;
  std::uint16_t port_;
  bool hold_open_;
  modbus::TcpConversation conversation_;
  WireTrace* trace_;
  std::uint8_t unit_ = 0;  // of the last request
  std::size_t slots_;
  std::size_t under_way_ = 0;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  NameLookup::Addresses addresses_;
  std::size_t next_address_ = 0;
  bool looking_up_ = false;
  bool awaiting_name_ = false;
  bool operating_ = false;
  bool resting_ = false;
  MonoTime operation_deadline_{};
  MonoTime alarm_at_ = MonoTime::max();  // when the timer will ring; max: not set
  std::array<std::uint8_t, 512> buffer_{};
};

}  // namespace pue::runtime

#include "runtime/tcp_link.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>

#include "runtime/clock.h"
#include "runtime/link_socket.h"

namespace pue::runtime {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// Deferred: awaited as it is, without a coroutine of its own around each operation.
constexpr auto with_error = asio::as_tuple(asio::deferred);

// A half-open connection (peer without power) swallows requests for a quarter of an hour by
// default.
constexpr unsigned unacknowledged_ms = 10'000;

constexpr int at_once = 1;

// Shorter pauses lie between the requests of one round.
constexpr auto rest = std::chrono::milliseconds{500};

std::chrono::steady_clock::time_point steady(MonoTime t) {
  return std::chrono::steady_clock::time_point{t.time_since_epoch()};
}

modbus::ConversationSettings conversation_settings(const modbus::LinkSettings& link) {
  modbus::Framing framing = modbus::MbapFraming{link.keeps_transaction_id, link.max_in_flight};
  if (modbus::uses_rtu(link.address)) framing = modbus::RtuFraming{};
  return {std::move(framing), link.connect_gap.value_or(link.gap), modbus::busy_bound(link)};
}

}  // namespace

TcpLink::TcpLink(asio::io_context& io, NameLookup& lookup, const modbus::LinkSettings& settings,
                 std::uint64_t seed, WireTrace* trace)
    : lookup_{lookup},
      host_{std::get<modbus::TcpAddress>(settings.address).host},
      port_{std::get<modbus::TcpAddress>(settings.address).port},
      hold_open_{settings.hold_open},
      conversation_{conversation_settings(settings), seed},
      trace_{trace},
      slots_{settings.max_in_flight},
      socket_{io},
      timer_{io} {
  error_code not_literal;
  const auto literal = asio::ip::make_address(host_, not_literal);
  if (!not_literal) addresses_ = {literal};
}

asio::awaitable<modbus::Exchange> TcpLink::transact(modbus::Request request, MonoTime deadline) {
  begin(request, deadline, 0);
  auto done = co_await work_until(MonoTime::max());
  co_return std::move(done->exchange);
}

void TcpLink::begin(const modbus::Request& request, MonoTime deadline, std::size_t slot) {
  unit_ = request.unit;
  ++under_way_;
  conversation_.begin(request, deadline, mono_now(), slot);
}

asio::awaitable<std::optional<modbus::Done>> TcpLink::work_until(MonoTime time) {
  for (;;) {
    auto action = conversation_.next(mono_now());
    if (auto* done = std::get_if<modbus::Done>(&action)) {
      --under_way_;
      co_return std::move(*done);
    }
    if (const auto* receive = std::get_if<modbus::Receive>(&action)) {
      if (receive_now()) continue;
      if (mono_now() >= time) co_return std::nullopt;
      co_await perform(modbus::Receive{std::min(receive->deadline, time)});
    } else if (const auto* send = std::get_if<modbus::Send>(&action)) {
      if (!send_now(*send)) co_await perform(*send);
      // Whoever else is due sends first: thousands of buses begin their tick at one moment. By the
      // time it is our turn again the answer is mostly there, and nothing has to be waited for.
      co_await asio::post(timer_.get_executor(), asio::deferred);
    } else if (const auto* wait = std::get_if<modbus::WaitUntil>(&action)) {
      if (mono_now() >= time) co_return std::nullopt;
      co_await sleep_until(std::min(wait->time, time));
    } else if (const auto* connect = std::get_if<modbus::Connect>(&action)) {
      co_await perform(*connect);
    } else {
      close();
    }
  }
}

asio::awaitable<void> TcpLink::wait_until(MonoTime time) {
  if (!hold_open_ && conversation_.connected() && time - mono_now() >= rest) {
    close();
    conversation_.rest();
  }
  resting_ = true;
  co_await sleep_until(time);
  resting_ = false;
}

asio::awaitable<void> TcpLink::sleep_until(MonoTime time) {
  alarm_at_ = MonoTime::max();
  timer_.expires_at(steady(time));
  co_await timer_.async_wait(with_error);
}

asio::awaitable<void> TcpLink::perform(modbus::Connect action) {
  if (addresses_.empty()) co_await find_address(action.deadline);
  if (addresses_.empty()) {
    if (mono_now() < action.deadline) conversation_.on_connect_failed(mono_now());
    co_return;
  }
  const tcp::endpoint endpoint{addresses_[next_address_++ % addresses_.size()], port_};
  const int descriptor = open_link_socket(endpoint.protocol().family());
  error_code error;
  if (descriptor >= 0) socket_.assign(endpoint.protocol(), descriptor, error);
  if (descriptor < 0 || error) co_return conversation_.on_connect_failed(mono_now());
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms,
               sizeof unacknowledged_ms);
  begin_operation(action.deadline);
  std::tie(error) = co_await socket_.async_connect(endpoint, with_error);
  end_operation();
  if (error == asio::error::operation_aborted) co_return;
  if (!error) socket_.set_option(tcp::no_delay{true}, error);
  if (!error) socket_.non_blocking(true, error);
  if (!error) co_return conversation_.on_connected(mono_now());
  close();
  conversation_.on_connect_failed(mono_now());
}

// Twelve bytes into an idle connection, or an answer that is there: no waiting has to be set up.
bool TcpLink::send_now(const modbus::Send& action) {
  error_code error;
  const auto taken =
      socket_.write_some(asio::buffer(action.bytes.data(), action.bytes.size()), error);
  if (error == asio::error::would_block) return false;
  sent(action, taken, error);
  return true;
}

bool TcpLink::receive_now() {
  error_code error;
  const auto count = socket_.read_some(asio::buffer(buffer_), error);
  if (error == asio::error::would_block) return false;
  received(count, error);
  return true;
}

asio::awaitable<void> TcpLink::perform(modbus::Send action) {
  begin_operation(action.deadline);
  const auto [error, taken] = co_await socket_.async_write_some(
      asio::buffer(action.bytes.data(), action.bytes.size()), with_error);
  end_operation();
  if (error != asio::error::operation_aborted) sent(action, taken, error);
}

asio::awaitable<void> TcpLink::perform(modbus::Receive action) {
  begin_operation(action.deadline);
  const auto [error, count] = co_await socket_.async_read_some(asio::buffer(buffer_), with_error);
  end_operation();
  if (error != asio::error::operation_aborted) received(count, error);
}

void TcpLink::sent(const modbus::Send& action, std::size_t taken, const error_code& error) {
  if (error) return conversation_.on_disconnected(mono_now());
  note(true, action.bytes.first(taken));
  conversation_.on_sent(taken, mono_now());
}

void TcpLink::received(std::size_t count, const error_code& error) {
  if (error) return conversation_.on_disconnected(mono_now());
  note(false, {buffer_.data(), count});
  // A device that sends by Nagle's algorithm keeps its next answer until this one is acknowledged,
  // for which the kernel takes 40 ms unless it is told, each time.
  if (slots_ > 1)
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &at_once, sizeof at_once);
  conversation_.on_received({buffer_.data(), count}, mono_now());
}

asio::awaitable<void> TcpLink::find_address(MonoTime deadline) {
  if (!looking_up_) {
    looking_up_ = true;
    lookup_.ask(host_, [this](NameLookup::Addresses found) {
      looking_up_ = false;
      addresses_ = std::move(found);
      if (awaiting_name_) timer_.cancel();
    });
  }
  awaiting_name_ = true;
  co_await sleep_until(deadline);
  awaiting_name_ = false;
}

void TcpLink::note(bool sent, std::span<const std::uint8_t> bytes) {
  if (trace_ == nullptr || !trace_->looked_at()) return;
  // With several requests under way the frame says whose it is (MODBUS Messaging on TCP/IP, 3.1.3).
  constexpr std::size_t unit_at = 6;
  const bool says_unit = slots_ > 1 && bytes.size() > unit_at;
  trace_->note(sent, says_unit ? bytes[unit_at] : unit_, bytes, now());
}

void TcpLink::close() {
  error_code ignored;  // the connection is given up, whatever close says
  socket_.close(ignored);
  error_code literal;
  asio::ip::make_address(host_, literal);
  if (literal) addresses_.clear();  // a name may have moved: looked up again
}

void TcpLink::begin_operation(MonoTime deadline) {
  operating_ = true;
  operation_deadline_ = deadline;
  // An alarm that rings too early sets itself again: it costs nothing per request.
  if (alarm_at_ > deadline) set_alarm();
}

void TcpLink::set_alarm() {
  alarm_at_ = operation_deadline_;
  timer_.expires_at(steady(alarm_at_));
  timer_.async_wait([this](const error_code& error) {
    if (error != asio::error::operation_aborted) on_alarm();
  });
}

void TcpLink::on_alarm() {
  alarm_at_ = MonoTime::max();
  if (!operating_) return;
  if (mono_now() < operation_deadline_) return set_alarm();
  error_code ignored;
  socket_.cancel(ignored);
}

}  // namespace pue::runtime

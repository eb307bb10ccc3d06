#include "runtime/serial_link.h"

#include <fcntl.h>
#include <modbus/modbus.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "base/limits.h"
#include "modbus/rtu_frame.h"
#include "runtime/clock.h"
#include "runtime/descriptor.h"

namespace pue::runtime {
namespace {

using modbus::Failure;
using modbus::FunctionCode;

// Then it is looked whether we are to stop.
constexpr auto longest_wait = std::chrono::milliseconds{500};
// After something unexpected: longer than adapters hold bytes back to send them together.
constexpr auto silence_after_noise = std::chrono::milliseconds{50};

constexpr int first_exception = MODBUS_ENOBASE + 1;
constexpr int last_exception = MODBUS_ENOBASE + 0xFF;

// libmodbus numbers its own errors right after the exceptions of the protocol.
bool is_frame_error(int error) { return error >= EMBBADCRC && error <= EMBBADSLAVE; }

Failure failure_from(int error) {
  if (error == ETIMEDOUT) return {Failure::Kind::timeout};
  if (is_frame_error(error)) return {Failure::Kind::bad_frame};
  if (error >= first_exception && error <= last_exception) {
    return {Failure::Kind::exception, static_cast<std::uint8_t>(error - MODBUS_ENOBASE)};
  }
  return {Failure::Kind::disconnect};
}

}  // namespace

struct SerialLink::Port {
  const modbus::SerialAddress& address;
  modbus_t* context = nullptr;
  std::optional<Descriptor> lock;  // a second opening of the device, which holds the lock on it

  explicit Port(const modbus::SerialAddress& a)
      : address{a},
        context{modbus_new_rtu(a.device.c_str(), a.baud, static_cast<char>(a.parity), 8,
                               a.stop_bits)} {}
  ~Port() {
    if (!context) return;
    if (modbus_get_socket(context) >= 0) ::ioctl(modbus_get_socket(context), TIOCNXCL);
    modbus_close(context);
    modbus_free(context);
  }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  bool open() {
    // Two masters on one line garble each other. The lock comes first, for opening a line sets it;
    // it also binds root, whom TIOCEXCL does not keep out, while that also binds programs that know
    // no lock.
    lock.emplace(::open(address.device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!*lock || ::flock(lock->number(), LOCK_EX | LOCK_NB) != 0) return false;
    // Byte timeout 0: the response timeout then bounds the whole answer, as a deadline does.
    if (!context || modbus_set_byte_timeout(context, 0, 0) != 0 || modbus_connect(context) != 0) {
      return false;
    }
    const int line = modbus_get_socket(context);
    // libmodbus ends the process at a higher one.
    if (line >= FD_SETSIZE || ::ioctl(line, TIOCEXCL) != 0) return false;
    return set_direction();
  }

  bool set_direction() {
    using Direction = modbus::SerialAddress::Direction;
    switch (address.direction) {
      case Direction::adapter:
        return true;
      case Direction::kernel:
        return modbus_rtu_set_serial_mode(context, MODBUS_RTU_RS485) == 0;
      case Direction::rts_up:
        return modbus_rtu_set_rts(context, MODBUS_RTU_RTS_UP) == 0;
      case Direction::rts_down:
        return modbus_rtu_set_rts(context, MODBUS_RTU_RTS_DOWN) == 0;
    }
    return false;
  }

  bool nothing_comes_within(Duration wait) {
    pollfd line{modbus_get_socket(context), POLLIN, 0};
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
    return ::poll(&line, 1, static_cast<int>(std::max<std::int64_t>(ms, 0))) <= 0;
  }

  /// Drops what comes within `first` until nothing comes any more; false when `end` comes before
  /// that silence.
  bool fall_silent(Duration first, MonoTime end) {
    for (auto wait = first;; wait = silence_after_noise) {
      const auto left = end - mono_now();
      if (nothing_comes_within(std::min(wait, left))) return wait <= left;
      std::array<std::uint8_t, 256> dropped{};
      const auto count = ::read(modbus_get_socket(context), dropped.data(), dropped.size());
      if (count <= 0) return true;  // the next request will tell what happened
      if (left <= Duration{0}) return false;
    }
  }

  void await_late_answer(MonoTime end, const std::stop_token& stop) {
    while (!stop.stop_requested() && mono_now() < end) {
      const auto slice = std::min<Duration>(longest_wait, end - mono_now());
      if (!nothing_comes_within(slice)) {
        fall_silent(silence_after_noise, end);
        return;
      }
    }
  }

  /// Number of words read, or −1 with errno.
  int read(const modbus::RegisterRange& range, std::vector<std::uint16_t>& words) {
    words.resize(range.count);
    switch (range.function) {
      case FunctionCode::read_holding_registers:
        return modbus_read_registers(context, range.address, range.count, words.data());
      case FunctionCode::read_input_registers:
        return modbus_read_input_registers(context, range.address, range.count, words.data());
      case FunctionCode::read_coils:
      case FunctionCode::read_discrete_inputs:
        return read_bits(range, words);
    }
    return -1;
  }

  int read_bits(const modbus::RegisterRange& range, std::vector<std::uint16_t>& words) {
    std::array<std::uint8_t, limits::bits_per_request> bits{};
    const int count =
        range.function == FunctionCode::read_coils
            ? modbus_read_bits(context, range.address, range.count, bits.data())
            : modbus_read_input_bits(context, range.address, range.count, bits.data());
    std::copy_n(bits.begin(), words.size(), words.begin());
    return count;
  }
};

SerialLink::SerialLink(const modbus::LinkSettings& settings, std::uint64_t seed, WireTrace* trace)
    : address_{std::get<modbus::SerialAddress>(settings.address)},
      busy_bound_{modbus::busy_bound(settings)},
      backoff_{limits::connect_backoff_first, limits::connect_backoff_longest, seed},
      trace_{trace} {}

SerialLink::~SerialLink() = default;

modbus::Exchange SerialLink::transact(const modbus::Request& request, MonoTime deadline,
                                      const std::stop_token& stop) {
  if (!port_) {
    if (mono_now() < retry_at_) return failed({Failure::Kind::connect}, mono_now(), 0);
    if (!open()) return failed({Failure::Kind::connect}, mono_now(), 1);
  }
  // Somebody who talks without end leaves no room for a request.
  if (!port_->fall_silent(Duration{0}, deadline)) {
    return failed({Failure::Kind::connect}, mono_now(), 0);
  }
  const auto sent = mono_now();
  const auto left = std::max<Duration>(deadline - sent, std::chrono::microseconds{1});
  const auto microseconds = std::chrono::ceil<std::chrono::microseconds>(left).count();
  modbus_set_response_timeout(port_->context, static_cast<std::uint32_t>(microseconds / 1'000'000),
                              static_cast<std::uint32_t>(microseconds % 1'000'000));
  modbus_flush(port_->context);
  if (modbus_set_slave(port_->context, request.unit) != 0) {
    return failed({Failure::Kind::timeout}, sent, 0);
  }
  note_request(request);
  modbus::RegisterBlock block{request.range, {}};
  if (port_->read(request.range, block.words) == request.range.count) {
    note_answer(request, block);
    return {std::move(block), sent, mono_now(), true, 0};
  }
  const auto failure = failure_from(errno);
  note_answer(request, failure);
  if (failure.kind == Failure::Kind::timeout) {
    port_->await_late_answer(std::max(deadline, mono_now()) + busy_bound_, stop);
  }
  if (failure.kind != Failure::Kind::disconnect) return failed(failure, sent, 0);
  port_.reset();
  retry_at_ = mono_now() + backoff_.next();
  return failed(failure, sent, 1);
}

void SerialLink::note_request(const modbus::Request& request) {
  if (trace_ != nullptr && trace_->looked_at())
    trace_->note(true, request.unit, modbus::encode_rtu(request), now());
}

void SerialLink::note_answer(const modbus::Request& request, const modbus::Answer& answer) {
  if (trace_ == nullptr || !trace_->looked_at()) return;
  const auto frame = modbus::encode_rtu_answer(request, answer);
  if (!frame.empty()) trace_->note(false, request.unit, frame, now());
}

bool SerialLink::open() {
  auto port = std::make_unique<Port>(address_);
  if (!port->open()) {
    retry_at_ = mono_now() + backoff_.next();
    return false;
  }
  backoff_.reset();
  port_ = std::move(port);
  return true;
}

modbus::Exchange SerialLink::failed(modbus::Failure failure, MonoTime sent,
                                    std::uint32_t link_failures) {
  return {failure, sent, mono_now(), port_ != nullptr, link_failures};
}

}  // namespace pue::runtime

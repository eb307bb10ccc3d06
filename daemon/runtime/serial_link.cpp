#include "runtime/serial_link.h"

#include <modbus/modbus.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/limits.h"
#include "runtime/clock.h"

namespace pue::runtime {
namespace {

using modbus::Failure;
using modbus::FunctionCode;

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
  modbus_t* context = nullptr;

  explicit Port(const modbus::SerialAddress& a)
      : context{modbus_new_rtu(a.device.c_str(), a.baud, static_cast<char>(a.parity), 8,
                               a.stop_bits)} {}
  ~Port() {
    if (!context) return;
    modbus_close(context);
    modbus_free(context);
  }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  bool open() {
    // Byte timeout 0: the response timeout then bounds the whole answer, as a deadline does.
    return context && modbus_set_byte_timeout(context, 0, 0) == 0 && modbus_connect(context) == 0;
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

SerialLink::SerialLink(modbus::SerialAddress address, std::uint64_t seed)
    : address_{std::move(address)},
      backoff_{limits::connect_backoff_first, limits::connect_backoff_longest, seed} {}

SerialLink::~SerialLink() = default;

modbus::Exchange SerialLink::transact(const modbus::Request& request, MonoTime deadline) {
  if (!port_) {
    if (mono_now() < retry_at_) return failed({Failure::Kind::connect}, mono_now(), 0);
    if (!open()) return failed({Failure::Kind::connect}, mono_now(), 1);
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
  modbus::RegisterBlock block{request.range, {}};
  if (port_->read(request.range, block.words) == request.range.count) {
    return {std::move(block), sent, mono_now(), true, 0};
  }
  const auto failure = failure_from(errno);
  if (failure.kind != Failure::Kind::disconnect) return failed(failure, sent, 0);
  port_.reset();
  retry_at_ = mono_now() + backoff_.next();
  return failed(failure, sent, 1);
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

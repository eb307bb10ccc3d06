#include "scenarios/runner/virtual_bus.h"

#include <algorithm>
#include <utility>

#include "scenarios/runner/encode.h"

namespace pue::scenario {
namespace {

constexpr auto round_trip = std::chrono::milliseconds{10};

using modbus::Failure;

std::optional<Failure> failure(const VirtualMeter& meter) {
  switch (meter.voice()) {
    case VirtualMeter::Voice::good:
      return std::nullopt;
    case VirtualMeter::Voice::silent:
      return Failure{Failure::Kind::timeout};
    case VirtualMeter::Voice::exception:
      return Failure{Failure::Kind::exception, meter.exception_code()};
    case VirtualMeter::Voice::garbage:
      return Failure{Failure::Kind::bad_frame};
  }
  return std::nullopt;
}

}  // namespace

VirtualBus::VirtualBus(const engine::Settings& settings, const engine::BusPlan& plan,
                       std::vector<VirtualMeter>& meters, Moment start)
    : settings_(settings),
      meters_(meters),
      acquisition_(settings, plan, 1, start),
      due_(start.mono) {}

void VirtualBus::go_on(Moment now) {
  if (under_way_) acquisition_.outcome(*std::exchange(under_way_, std::nullopt), now);
  const auto action = acquisition_.next(now);
  if (const auto* transact = std::get_if<modbus::Transact>(&action))
    ask(*transact, now);
  else
    due_ = std::get<modbus::WaitUntil>(action).time;
}

void VirtualBus::ask(const modbus::Transact& transact, Moment now) {
  modbus::Exchange exchange;
  exchange.sent = now.mono;
  exchange.received = now.mono + round_trip;
  exchange.connected = true;
  exchange.answer = answer(acquisition_.plan().requests[transact.index], now.mono + round_trip / 2);
  if (exchange.answer == modbus::Answer{Failure{Failure::Kind::timeout}})
    exchange.received = transact.deadline;
  due_ = exchange.received;
  under_way_ = std::move(exchange);
}

modbus::Answer VirtualBus::answer(const engine::PlannedRequest& planned, MonoTime at) {
  modbus::RegisterBlock block{planned.polled.request.range, {}};
  block.words.resize(planned.polled.request.range.count);
  for (const auto& [id, index, offset] : planned.points) {
    auto& meter = meters_[id.index];
    if (const auto failed = failure(meter)) return *failed;
    const auto& point = settings_.connections[id.index].points[index];
    const auto words = encode(point, meter.show(at, point.quantity));
    std::copy(words.begin(), words.end(),
              block.words.begin() + static_cast<std::ptrdiff_t>(offset));
  }
  return block;
}

}  // namespace pue::scenario

#include "runtime/polled_bus.h"

namespace pue::runtime {

modbus::BusAction PolledBus::next(Moment now) {
  const std::lock_guard lock{mutex_};
  return acquisition_.next(now);
}

void PolledBus::outcome(const modbus::Exchange& exchange, Moment now, std::size_t slot) {
  const std::lock_guard lock{mutex_};
  acquisition_.outcome(exchange, now, slot);
  for (const auto& reading : acquisition_.take_readings()) readings_.put(reading);
  if (auto outcome = acquisition_.take_guest_outcome()) {
    guest_->set_value(std::move(*outcome));
    guest_.reset();
  }
}

std::optional<std::future<modbus::Exchange>> PolledBus::ask(const modbus::Request& guest) {
  const std::lock_guard lock{mutex_};
  if (guest_) return std::nullopt;
  acquisition_.admit(guest);
  return guest_.emplace().get_future();
}

void PolledBus::take_readings(std::vector<meter::Reading>& out) {
  const std::lock_guard lock{mutex_};
  readings_.take(out);
}

void PolledBus::add_to(std::vector<engine::MeterPolls>& meters,
                       std::vector<engine::LinkTraffic>& links, engine::Lateness& lateness,
                       std::uint64_t& superseded, MonoTime now) const {
  const std::lock_guard lock{mutex_};
  for (const auto& counts : acquisition_.counts()) meters[counts.meter.index] = counts.polls;
  auto& link = links[acquisition_.plan().link];
  auto traffic = acquisition_.traffic(now);
  traffic.name = std::move(link.name);
  link = std::move(traffic);
  const auto& own = acquisition_.lateness();
  for (std::size_t i = 0; i < own.buckets.size(); ++i) lateness.buckets[i] += own.buckets[i];
  lateness.sum_seconds += own.sum_seconds;
  superseded += readings_.superseded();
}

}  // namespace pue::runtime

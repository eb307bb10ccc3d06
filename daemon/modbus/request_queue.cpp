#include "modbus/request_queue.h"

#include <algorithm>

namespace pue::modbus {

RequestQueue::RequestQueue(std::vector<PolledRequest> requests, const RatePeriods& periods)
    : requests_{std::move(requests)}, state_(requests_.size()), periods_{periods} {}

void RequestQueue::begin_tick(std::uint64_t passed, bool boundary) {
  tick_ += passed;
  position_ = 0;
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    auto& state = state_[i];
    const auto rate = requests_[i].rate;
    if (rate == RateClass::fast) {
      state.due = true;
    } else if (boundary && rate == RateClass::medium) {
      state = {true, tick_, tick_ + period(rate)};
    } else if (tick_ >= state.again) {
      if (!state.due || state.deadline == 0) state.deadline = tick_ + period(rate);
      // Spread over the period: the next time may be early, never late.
      state.again = tick_ + (state.again == 0 ? 1 + i % period(rate) : period(rate));
      state.due = true;
    }
  }
}

std::optional<std::size_t> RequestQueue::take_fast() {
  for (; position_ < requests_.size(); ++position_) {
    if (requests_[position_].rate != RateClass::fast || !state_[position_].due) continue;
    state_[position_].due = false;
    return position_++;
  }
  return std::nullopt;
}

std::optional<std::size_t> RequestQueue::most_urgent() const {
  std::optional<std::size_t> urgent;
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    if (requests_[i].rate == RateClass::fast || !state_[i].due) continue;
    if (!urgent || state_[i].deadline < state_[*urgent].deadline) urgent = i;
  }
  return urgent;
}

void RequestQueue::recall(std::uint8_t unit) {
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    if (requests_[i].request.unit == unit) state_[i].due = true;
  }
  position_ = 0;
}

void RequestQueue::replace(std::vector<PolledRequest> requests) {
  std::vector<State> state(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto same = std::find_if(requests_.begin(), requests_.end(), [&](const auto& known) {
      return known.request == requests[i].request && known.rate == requests[i].rate;
    });
    if (same == requests_.end()) {
      state[i] = requests[i].waits ? State{false, 0, tick_ + period(requests[i].rate)}
                                   : State{tick_ != 0, tick_, 0};
      continue;
    }
    const auto index = static_cast<std::size_t>(same - requests_.begin());
    state[i] = state_[index];
    requests[i].expected = requests_[index].expected;
  }
  requests_ = std::move(requests);
  state_ = std::move(state);
  position_ = 0;
}

std::uint64_t RequestQueue::period(RateClass rate) const {
  return static_cast<std::uint64_t>(std::max<Duration::rep>(1, periods_.of(rate) / periods_.fast));
}

}  // namespace pue::modbus

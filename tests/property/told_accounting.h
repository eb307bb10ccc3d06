// A story given to an Accounting as the daemon would: polls, restarts from the state that was
// saved, and the intervals that closed as a store keeps them.
#pragma once

#include <map>

#include "engine/accounting.h"
#include "site_story.h"

namespace pue::property {

class ToldAccounting {
 public:
  explicit ToldAccounting(const engine::Settings& settings)
      : settings_(settings), accounting_(settings) {}

  void tell(const SiteStory& story) {
    tell(story, [](const Poll&) {});
  }

  template <class AfterEach>
  void tell(const SiteStory& story, const AfterEach& after_each) {
    bool was_down = false;
    for (const Poll& poll : story.polls()) {
      if (poll.down && !was_down) state_ = accounting_.save();
      if (!poll.down && was_down) start_again(state_, poll.at);
      was_down = poll.down;
      if (poll.down) continue;
      for (const auto& reading : poll.readings) accounting_.accept(reading);
      accounting_.advance(poll.at);
      take();
      after_each(poll);
    }
  }

  void take() {
    for (auto& interval : accounting_.take_closed()) {
      stored_[interval.interval.start] = interval;
      stream.push_back(std::move(interval));
    }
  }

  void start_again(const std::string& state, Moment now) {
    const auto since = engine::Accounting::history_needed(state, now.utc);
    accounting_ = engine::Accounting(settings_);
    restored_ = accounting_.restore(state, now) && restored_;
    for (const auto& [start, interval] : stored_)
      if (start >= since) accounting_.recall(interval);
    accounting_.resume();
  }

  engine::Accounting& accounting() { return accounting_; }
  /// Every state was taken.
  bool restored() const { return restored_; }
  const std::map<UtcTime, site::SiteInterval>& newest() const { return stored_; }

  std::vector<site::SiteInterval> stream;  // in the order of closing, all versions

 private:
  engine::Settings settings_;
  engine::Accounting accounting_;
  std::map<UtcTime, site::SiteInterval> stored_;
  std::string state_;
  bool restored_ = true;
};

}  // namespace pue::property

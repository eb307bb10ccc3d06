// The newest power of every meter, for the live indicator: a ratio of powers of one aligned sample,
// in which small lost inputs may stand as their last mean (docs/domain.md, "Live"). It makes no
// energy and no PUE in the sense of ISO/IEC 30134-2.
#pragma once

#include <optional>
#include <vector>

#include "engine/settings.h"
#include "engine/snapshot.h"
#include "site/site_model.h"

namespace pue::engine {

class LiveInputs {
 public:
  explicit LiveInputs(std::size_t meters) : meters_(meters) {}

  /// Any valid value of the meter shows that it answers.
  void answered(MeterId meter, Moment at);
  /// Plausible power, sign as the role says: measured, or derived from the meter's registers.
  void power(MeterId meter, Moment at, Watts power);
  /// Its registers tell no power any more.
  void no_power(MeterId meter);
  /// Its means are what the meters had last, where they were good.
  void closed(const site::SiteInterval& interval, Moment now);

  /// Never an estimate.
  std::optional<Watts> fresh_power(MeterId meter, MonoTime now, Duration stale_after) const;
  bool up(MeterId meter, MonoTime now, Duration stale_after) const;
  std::optional<UtcTime> last_answer(MeterId meter) const;

  /// Of the meters that are in place at `now`; the others count as 0.
  LiveFigures figures(const Settings& settings, const site::SiteModel& model, Moment now) const;
  /// By MeterId; absent where it is stale.
  std::vector<std::optional<Watts>> fresh_powers(MonoTime now, Duration stale_after) const;

 private:
  struct Mean {
    MonoTime end;  // of its quarter hour
    Watts power;
  };
  struct Newest {
    std::optional<Moment> answered;
    std::optional<Moment> powered;
    Watts power;
    std::optional<Mean> mean;
  };
  std::optional<Duration> skew(const std::vector<MeterId>& meters) const;
  std::optional<Watts> last_mean(MeterId meter, MonoTime now) const;

  std::vector<Newest> meters_;
};

/// site.min_it_power, by default 5 % of site.design_it_power; absent when neither is given.
std::optional<Watts> least_it_power(const site::SiteFacts& facts);

}  // namespace pue::engine

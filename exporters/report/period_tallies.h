// What a report says of each meter over a period, counted interval by interval: energy, for how
// long it had which quality, gaps, and what bills say beside it. It makes no figure of the site.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "engine/settings.h"
#include "exporters/report/period_report.h"
#include "site/site_model.h"

namespace pue::report {

class PeriodTallies {
 public:
  /// Settings and model must outlive it. `readings`: of bills (`reference` events).
  PeriodTallies(const engine::Settings& settings, const site::SiteModel& model, Period period,
                std::vector<ledger::EventEntry> readings);

  /// Newest versions with their meters, by start; without meters their detail was dropped by rule.
  void put(const site::SiteInterval& interval);
  /// What was put into others made with the same, all of it later.
  void append(const PeriodTallies& later);

  std::vector<MeterLine> lines(const engine::PeriodFigures& figures) const;
  /// Of required meters, by start.
  std::vector<Gap> gaps() const;
  /// Each two successive readings of a meter that lie within the period, both on quarter hours.
  std::vector<ReferenceLine> references() const;

 private:
  /// Since the start of the period.
  struct Count {
    Joules imported;
    Duration missing{0};  // and what was dropped
  };
  struct Tally {
    bool known = false;
    Joules imported;
    Joules exported;
    std::array<Duration, 7> time_by_quality{};
    Duration dropped{0};  // its detail, by rule
    bool in_gap = false;
    std::size_t gap = 0;  // in gaps_, the last one

    Count count() const;
    Tally& operator+=(const Tally& later);  // but for the gap
  };

  void put_dropped(const Period& interval);
  void note_readings(UtcTime boundary);
  void note_gap(std::size_t meter, const energy::IntervalEnergy& energy);
  std::optional<ReferenceLine> between(std::size_t meter, const ledger::EventEntry& first,
                                       const ledger::EventEntry& second) const;

  const engine::Settings& settings_;
  Period period_;
  std::vector<bool> required_;
  std::vector<ledger::EventEntry> readings_;  // by time
  std::vector<Tally> tallies_;
  std::vector<Gap> gaps_;  // one that goes on in what was appended stands in pieces
  /// By meter, when people read it; absent: no boundary was there.
  std::map<UtcTime, std::map<std::size_t, std::optional<Count>>> at_readings_;
};

}  // namespace pue::report

// What an Accounting holds, for its two halves: as time goes on (accounting.cpp), and over a
// restart (accounting_restart.cpp). Nobody else needs it.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/accounting.h"
#include "engine/clock_steps.h"
#include "engine/energy_totals.h"
#include "engine/figure_book.h"
#include "engine/gap_estimates.h"
#include "engine/interval_book.h"
#include "engine/live_inputs.h"
#include "engine/meter_changes.h"
#include "engine/meter_checks.h"
#include "engine/phase_power.h"
#include "engine/power_watch.h"
#include "engine/second_meters.h"
#include "engine/serial_watch.h"
#include "engine/state_text.h"
#include "kpi/battery_mix.h"
#include "site/tree_check.h"

namespace pue::engine {

struct Accounting::State {
  explicit State(Settings s);

  // A reading may come as late as its request's deadline; what is older than this is settled.
  Duration lag() const { return settings.polling.timeout + std::chrono::seconds{1}; }

  void accept(meter::Reading reading);
  void observe(const meter::Reading& reading);
  void feed(const meter::Reading& reading);
  void identify(const meter::Reading& number);
  void derive_power(MeterId meter);
  void feed_inbox(Moment horizon);
  void pass_until(Moment at);
  void pass_boundary(Moment at);
  void open_interval(Period interval);
  void pass_change(Moment at);
  Moment told_at(UtcTime time, Moment at) const;
  bool left_out() const;
  Moment boundary_at(Moment at) const;
  void advance(Moment now);
  std::optional<UtcTime> open_since() const;
  site::SiteInterval balanced(const ClosedInterval& one, std::uint32_t version,
                              std::vector<energy::IntervalEnergy> meters) const;
  void settle_trackers(Moment horizon);
  void close(const ClosedInterval& closed);
  void attribute_battery(site::SiteInterval& interval);
  void remember_qualities(const std::vector<energy::IntervalEnergy>& meters);
  void refresh_figures();
  void forget_settled();
  bool counters_valid() const;
  MeterState meter_state(std::uint32_t index) const;
  std::vector<site::BranchResidual> residuals() const;
  SavedState saved() const;
  void restore(const SavedState& saved, Moment at);
  Moment restore_clock(const SavedState& saved, Moment at);
  void restore_open(const SavedState& saved);
  void restore_waiting(const SavedState& saved);
  void restore_gaps(const SavedState& saved);
  void restore_changes(const SavedState& saved);
  void restore_serials(const SavedState& saved);
  std::map<std::string, MeterId> meters_by_name() const;
  void recall(const site::SiteInterval& stored);
  void remember_past(const site::SiteInterval& stored, const std::vector<MeterId>& unsettled);

  Settings settings;
  site::SiteModel model;
  site::MeterTree tree;
  UtcTime in_service_from;
  std::vector<energy::MeterTracker> trackers;
  std::vector<PhasePower> phase_powers;
  std::vector<PowerWatch> power_watches;
  std::vector<CurrentCheck> current_checks;
  std::vector<SerialWatch> serial_watches;
  std::vector<std::optional<std::uint64_t>> swaps;  // of the meters that tell their number
  std::vector<bool> energy_contradicted;            // by the last interval that could be compared
  IntervalBook book;
  FigureBook figure_book;
  GapEstimates gaps;
  SecondMeters second_meters;
  /// Which second meters may stand in, of intervals that may get a new version: decided once, with
  /// the first one.
  std::map<UtcTime, std::set<MeterId>> validated;
  MeterChanges changes;
  ClockSteps clock_steps;
  EnergyTotals totals;
  LiveInputs live;
  kpi::BatteryMix battery{{}};
  /// What the battery moved in intervals that may get a new version: it is moved once.
  std::map<UtcTime, kpi::BatteryShift> battery_shifts;
  /// Of the state, until their stored version is recalled.
  std::map<UtcTime, WaitingInterval> to_recall;

  std::vector<meter::Reading> inbox;  // later than the horizon
  std::vector<std::array<std::optional<MonoTime>, meter::quantity_count>> newest;
  std::vector<bool> read_since_start;
  std::vector<std::uint64_t> implausible;
  std::vector<energy::Quality> last_quality;
  std::uint64_t dropped = 0;

  Moment now{};
  std::optional<MonoTime> settled_until;
  MonoTime last_told{Duration::min()};
  std::optional<UtcTime> next_boundary;
  std::optional<UtcTime> told_until;
  std::optional<UtcTime> closed_until;
  std::optional<LocalDate> judged_on;      // the date whose policies the figures have
  std::vector<site::SiteInterval> closed;  // not yet taken
  std::vector<SeenSwap> seen_swaps;        // the same
};

}  // namespace pue::engine

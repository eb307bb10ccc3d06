// One bus, from its plan to Readings: what to ask next, and what the answers mean. It decodes and
// counts; bytes are the link's affair, whether a power can be believed, energies and figures the
// accounting's.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/bus_plan.h"
#include "engine/sunspec_units.h"
#include "engine/telemetry.h"
#include "meter/reading.h"
#include "modbus/cost_estimate.h"
#include "modbus/scheduler.h"

namespace pue::engine {

/// The counts of one meter of the bus.
struct MeterCounts {
  MeterId meter;
  MeterPolls polls;
};

class Acquisition {
 public:
  /// `settings` must outlive it; `seed` scatters the probes of silent units.
  Acquisition(const Settings& settings, const BusPlan& plan, std::uint64_t seed, Moment start);

  /// As it stands: what was learned about the bus changes it.
  const BusPlan& plan() const { return plan_; }

  modbus::BusAction next(Moment now);
  /// What the Transact of that slot came to; `now` maps its times to UTC.
  void outcome(const modbus::Exchange& exchange, Moment now, std::size_t slot = 0);

  /// A request of somebody else's, between the polled ones (modbus::Scheduler::admit).
  void admit(const modbus::Request& guest) { scheduler_.admit(guest); }
  /// What it came to, once.
  std::optional<modbus::Exchange> take_guest_outcome() {
    return std::exchange(guest_outcome_, std::nullopt);
  }

  /// Decoded values since the last call, stamped with the midpoint of request and response.
  std::vector<meter::Reading> take_readings();

  const std::vector<MeterCounts>& counts() const { return counts_; }
  /// All but the name.
  LinkTraffic traffic(MonoTime now) const;
  const Lateness& lateness() const { return lateness_; }

 private:
  struct PointToRead {
    std::size_t local = 0;  // index into counts_
    std::size_t offset = 0;
    const meter::Point* point = nullptr;
  };
  struct TickState {
    std::uint64_t tick = 0;
    bool failed = false;
  };

  std::size_t local_index(MeterId meter);
  void adopt(BusPlan plan);
  /// `index`: of the request, in the plan.
  void judge(std::size_t index, const modbus::Exchange& exchange, Moment now);
  /// The answer to a request that looks for SunSpec models.
  void search(std::size_t index, const modbus::Answer& answer);
  /// The addresses of a unit's SunSpec meters are not to be trusted any more: they are looked for
  /// anew, and what the answer holds is dropped.
  bool lost(std::size_t index, const modbus::Exchange& exchange, MonoTime now);
  /// The unit refused a request as a whole: from now on it is asked for the parts. False: there is
  /// only one part, the unit has no such register.
  bool divide(std::size_t index, const modbus::Failure& refusal, MonoTime now);
  void learn_cost(std::size_t index, const modbus::Exchange& exchange);
  void try_other_lengths();
  void forget_old_refusals(MonoTime now);
  /// When no request is in flight: its answer means what the plan says by which it was asked.
  void replan();
  void count_poll(std::size_t local);
  void count_failure(std::size_t local, const std::string& reason);
  void decode(const std::vector<PointToRead>& points, const modbus::RegisterBlock& block,
              Moment at);

  const Settings& settings_;
  BusPlan plan_;
  modbus::Scheduler scheduler_;
  SunSpecUnits sunspec_;
  BusKnowledge learned_;
  modbus::CostEstimate cost_;
  std::uint64_t estimate_after_ = 64;  // answers
  std::vector<RefusedBlock> refused_;
  MonoTime refused_since_{};
  std::vector<std::vector<PointToRead>> points_;  // by request, those of SunSpec from sunspec_
  std::vector<MeterCounts> counts_;
  std::vector<TickState> ticks_;        // parallel to counts_
  std::vector<std::size_t> in_flight_;  // index of the request, by slot
  bool replan_wanted_ = false;
  std::optional<modbus::Exchange> guest_outcome_;
  std::vector<meter::Reading> readings_;
  Lateness lateness_;
  bool connected_ = false;
  std::uint64_t link_failures_ = 0;
  std::optional<std::uint64_t> late_frames_;
  std::uint64_t answers_ = 0;
  Duration rtt_{0};
};

}  // namespace pue::engine

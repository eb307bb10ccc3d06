// One bus of the scenario's world: the daemon's Acquisition on one side, virtual meters on the
// other, and between them answers that take 10 ms. Bytes on the wire are tested elsewhere.
#pragma once

#include <optional>
#include <vector>

#include "engine/acquisition.h"
#include "scenarios/runner/virtual_meter.h"

namespace pue::scenario {

class VirtualBus {
 public:
  /// `meters` by MeterId; they outlive the bus.
  VirtualBus(const engine::Settings& settings, const engine::BusPlan& plan,
             std::vector<VirtualMeter>& meters, Moment start);

  /// When something happens next.
  MonoTime due() const { return due_; }
  /// It is due: the answer under way arrives, and the bus asks again.
  void go_on(Moment now);

  engine::Acquisition& acquisition() { return acquisition_; }
  const engine::Acquisition& acquisition() const { return acquisition_; }

 private:
  void ask(const modbus::Transact& transact, Moment now);
  modbus::Answer answer(const engine::PlannedRequest& planned, MonoTime at);

  const engine::Settings& settings_;
  std::vector<VirtualMeter>& meters_;
  engine::Acquisition acquisition_;
  std::optional<modbus::Exchange> under_way_;
  MonoTime due_;
};

}  // namespace pue::scenario

// A bus with a SunSpec inverter at unit 3 and a plain meter at unit 1, under a virtual time.
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/acquisition.h"
#include "tests/unit/holding_registers.h"

namespace pue::engine {

using namespace std::chrono_literals;
using meter::Quantity;

inline meter::Point sunspec_point(Quantity quantity, std::uint16_t offset, meter::ValueType type,
                                  std::uint16_t factor) {
  meter::Point p;
  p.quantity = quantity;
  p.type = type;
  p.range = {modbus::FunctionCode::read_holding_registers, offset,
             static_cast<std::uint16_t>(factor - offset + 1)};
  p.scale_factor = meter::ScaleFactor{0, static_cast<std::uint16_t>(factor - offset)};
  return p;
}

/// Power at 14 with its factor at 15, energy at 24 with its factor at 26, at most 1000 Wh a step.
inline meter::SunSpecLayout layout(std::vector<std::uint16_t> models) {
  auto energy = sunspec_point(Quantity::energy_import_wh, 24, meter::ValueType::uint32, 26);
  energy.resolution = 1000;
  return {std::move(models),
          {sunspec_point(Quantity::active_power_w, 14, meter::ValueType::int16, 15), energy}};
}

inline MeterConnection sunspec_meter(std::vector<std::uint16_t> models) {
  MeterConnection connection;
  connection.unit = 3;
  connection.sunspec = {layout(std::move(models))};
  connection.points = meter::declared_points(connection.sunspec);
  return connection;
}

/// Holding registers of the inverter; what is not there is refused.
struct Inverter : test::HoldingRegisters {
  bool silent = false;

  /// A common model and one of 50 registers: 3876 W and 1,234,567 Wh (0x0012D687).
  int boot(int base, std::uint16_t id = 103) {
    registers.clear();
    put(put(base, {0x5375, 0x6E53, 1, 66}), std::vector<std::uint16_t>(66));
    const int header = base + 70;
    const int end = put(put(header, {id, 50}), std::vector<std::uint16_t>(50));
    put(header + 14, {3876, 0});
    put(header + 24, {0x0012, 0xD687, 0});
    put(end, {0xFFFF, 0});
    return header;
  }
  modbus::Answer answer(const modbus::RegisterRange& range) const {
    if (silent) return modbus::Failure{modbus::Failure::Kind::timeout};
    return HoldingRegisters::answer(range);
  }
};

/// Ticks every 5 s, registers every 15 s, the rest every 60 s. An answer takes 10 ms, silence 1 s.
struct SunSpecBus {
  explicit SunSpecBus(std::vector<MeterConnection> sunspec = {sunspec_meter({103})}) {
    settings.links = {{"gw", modbus::TcpAddress{"10.0.0.1"}}};
    MeterConnection plain;
    plain.points.resize(1);
    plain.points[0].range = {modbus::FunctionCode::read_input_registers, 0, 2};
    settings.connections = {plain};
    for (auto& one : sunspec) settings.connections.push_back(std::move(one));
    settings.trackers.resize(settings.connections.size());
    settings.site.meters.resize(settings.connections.size());
    acquisition.emplace(settings, plan_buses(settings)[0], 1, now);
  }

  void pass(Duration d) { now = {now.mono + d, now.utc + d}; }
  void run(Duration time) {
    const auto end = now.mono + time;
    while (now.mono < end) {
      const auto action = acquisition->next(now);
      if (const auto* wait = std::get_if<modbus::WaitUntil>(&action)) {
        pass(std::min(wait->time, end) - now.mono);
        continue;
      }
      const auto request = std::get<modbus::Transact>(action).request;
      asked.push_back(request);
      const auto sent = now.mono;
      const bool plain = request.unit == 1;
      modbus::Answer answer = modbus::RegisterBlock{request.range, {0x43FA, 0}};  // 500.0
      if (!plain) answer = inverter.answer(request.range);
      pass(plain || !inverter.silent ? 10ms : 1s);
      acquisition->outcome({answer, sent, now.mono, true, 0}, now);
    }
  }

  /// Of a meter, since the last call.
  std::vector<double> values(std::uint32_t meter, Quantity quantity) {
    for (auto& one : acquisition->take_readings()) readings.push_back(one);
    std::vector<double> found;
    for (const auto& one : readings) {
      if (one.meter == MeterId{meter} && one.quantity == quantity) found.push_back(one.value);
    }
    return found;
  }
  void forget() {
    acquisition->take_readings();
    readings.clear();
    asked.clear();
  }
  const MeterPolls& polls(std::uint32_t meter) const {
    for (const auto& one : acquisition->counts()) {
      if (one.meter == MeterId{meter}) return one.polls;
    }
    throw std::logic_error("no such meter");
  }
  std::size_t asked_for(std::uint16_t address, std::uint16_t count) const {
    std::size_t times = 0;
    for (const auto& one : asked) {
      times += one.unit == 3 && one.range.address == address && one.range.count == count;
    }
    return times;
  }
  std::size_t asked_of(std::uint8_t unit) const {
    std::size_t times = 0;
    for (const auto& one : asked) times += one.unit == unit;
    return times;
  }

  Settings settings;
  Moment now{MonoTime{100s}, UtcTime{1'700'000'100s}};  // a multiple of 60 s
  std::optional<Acquisition> acquisition;
  Inverter inverter;
  std::vector<modbus::Request> asked;
  std::vector<meter::Reading> readings;
};

}  // namespace pue::engine

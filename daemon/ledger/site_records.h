// The small entries of a ledger: whose it is, when the daemon ran and with which version, steps and
// state of the wall clock, imports, and what people did to meters. Each body by its fields in the
// order of its struct (texts: length and UTF-8 bytes; times: signed ns since 1970; absent: presence
// 0).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "base/units.h"
#include "energy/direction.h"
#include "engine/clock_state.h"
#include "engine/clock_steps.h"
#include "engine/meter_event.h"
#include "engine/serial_watch.h"
#include "ledger/sha256.h"

namespace pue::ledger {

/// The first entry of every ledger, and only the first.
struct Inception {
  std::string site;
  std::string key_name;                       // of the signed checkpoints
  std::array<std::uint8_t, 32> public_key{};  // Ed25519
  Duration interval{0};
  std::string version;  // of pued
  bool operator==(const Inception&) const = default;
};

struct Start {
  std::string version;
  bool operator==(const Start&) const = default;
};

/// A clean end. After a crash there is none before the next start.
struct Stop {
  std::string version;
  bool operator==(const Stop&) const = default;
};

/// The wall clock was set.
using engine::ClockStep;
/// What the kernel says of the wall clock: at a start, and when it changes.
using engine::ClockState;

/// The intervals from here to the next start were computed from recorded readings, not measured by
/// this daemon.
struct Import {
  std::string source;  // name of the file
  Hash content{};      // SHA-256 of it
  std::string version;
  bool operator==(const Import&) const = default;
};

struct EventEntry {
  UtcTime at;
  std::string meter;
  std::string kind;  // "swap", "ct_change", …
  /// Thousandths of the register's unit (Wh, of water m³), as it is read: before multipliers.
  std::optional<std::int64_t> final_reading;
  std::optional<std::int64_t> initial_reading;  // the same
  std::string who;
  std::string why;
  std::string ticket;
  bool operator==(const EventEntry&) const = default;
};

/// By which the daemon enters a swap that a meter told.
EventEntry entry_of(const engine::SeenSwap& swap);

/// A person corrects what a meter is said to have counted in the intervals of a period. The
/// versions that follow from it come right after it.
struct Correction {
  std::string meter;
  energy::Direction direction = energy::Direction::imported;
  Period period;                 // whole intervals
  std::optional<Joules> before;  // as it was known; absent: one of the intervals was missing
  Joules after;
  std::string who;
  std::string why;
  std::string ticket;
  bool operator==(const Correction&) const = default;
};

EventEntry entry_of(const engine::MeterEvent& event, const std::string& meter);

std::string encode(const Inception& entry);
std::string encode(const Start& entry);
std::string encode(const Stop& entry);
std::string encode(const ClockStep& entry);
std::string encode(const ClockState& entry);
std::string encode(const Import& entry);
std::string encode(const EventEntry& entry);
std::string encode(const Correction& entry);

/// Each accepts exactly what `encode` writes. Error: which byte is wrong, and why.
Result<Inception> decode_inception(std::string_view body);
Result<Start> decode_start(std::string_view body);
Result<Stop> decode_stop(std::string_view body);
Result<ClockStep> decode_clock_step(std::string_view body);
Result<ClockState> decode_clock_state(std::string_view body);
Result<Import> decode_import(std::string_view body);
Result<EventEntry> decode_event(std::string_view body);
Result<Correction> decode_correction(std::string_view body);

}  // namespace pue::ledger

// Everything that a report of one period says, before it is put into words: figures of the engine,
// and what the ledger proves of them. Optional means absent: printed as such, never as 0.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/zone.h"
#include "engine/period_figures.h"
#include "ledger/site_records.h"
#include "site/site_settings.h"

namespace pue::report {

/// A line of the list of meters (能源计量器具一览表).
struct MeterLine {
  site::MeterPlace place;
  std::string model;  // as the vendor writes it; "" for own points
  std::string link;   // and unit: "gw-ups, 3"
  /// Ratios of the transformers in force at the end of the period; "" none stated: "CT 2000/5".
  std::string transformers;
  /// Over the period; absent when not known at any time. A water meter has a volume instead.
  std::optional<Joules> imported;
  std::optional<Joules> exported;
  std::optional<Millilitres> volume;
  /// By energy::Quality: for how much of the period its energy has that quality.
  std::array<Duration, 7> time_by_quality{};
  std::optional<double> u;  // its part of the uncertainty of PUE, k = 1, in points of PUE
};

/// A time in which a required meter was not measured.
struct Gap {
  Period period;
  energy::Quality quality = energy::Quality::missing;
  std::string meter;
};

/// A bill's or a person's two successive readings of a meter beside what we measured between them.
struct ReferenceLine {
  std::string meter;
  Period period;  // between the two readings, on whole intervals
  std::string ticket;
  std::string who;
  Joules reference;              // as the readings say
  std::optional<Joules> ours;    // absent when not known all the time
  std::optional<Joules> within;  // combined expanded uncertainty; absent without a class
};

struct CorrectionLine {
  UtcTime written;
  std::string meter;
  energy::Direction direction = energy::Direction::imported;
  Period period;
  std::optional<Joules> before;  // absent: it was missing
  Joules after;
  std::string who;
  std::string why;
  std::string ticket;
};

/// An import, start or stop, a step or a state of the clock, as the ledger has it.
struct RunLine {
  UtcTime at;
  std::string kind;    // name of the entry's kind, or "clock_" and the state
  std::string detail;  // version, file name, how far the clock was set, or its greatest error
};

struct PeriodReport {
  site::SiteFacts site;
  std::string zone_name;
  Zone zone = Zone::fixed("UTC", std::chrono::seconds{0});
  Period period;
  std::string period_name;  // as asked for: "2026-03", "2026-Q1"
  std::string equation;     // the boundary equation in words
  int category = 1;         // of PUE, derived from where IT is measured
  engine::PeriodFigures figures;
  std::vector<MeterLine> meters;
  std::vector<Gap> gaps;
  std::vector<ledger::EventEntry> events;
  std::vector<CorrectionLine> corrections;
  std::vector<ReferenceLine> references;
  std::vector<RunLine> runs;
  std::vector<UtcTime>
      corrected_after;        // later versions of its intervals, by when they were written
  UtcTime as_of;              // nothing written later is in it
  std::uint64_t entries = 0;  // of the ledger at that time
  std::string checkpoint;     // signed note over them; "" when there is none yet
  std::string key;            // public, C2SP verifier key
  std::string version;        // of the program
};

}  // namespace pue::report

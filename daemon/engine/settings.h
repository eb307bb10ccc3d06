// What the deterministic engine needs: the settings structs of the pure folders, side by side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "energy/meter_tracker.h"
#include "engine/meter_event.h"
#include "engine/primary_side.h"
#include "kpi/certificates.h"
#include "kpi/energy_factor.h"
#include "kpi/hourly_series.h"
#include "kpi/policy.h"
#include "kpi/pue_target.h"
#include "kpi/renewable_target.h"
#include "meter/profile.h"
#include "modbus/planner.h"
#include "site/site_settings.h"

namespace pue::engine {

struct PollingSettings {
  Duration interval = std::chrono::seconds{5};  // of the ticks; of powers
  Duration timeout = std::chrono::seconds{1};
  Duration energy_interval = std::chrono::seconds{15};  // of registers of energy and volume
  Duration slow_interval = std::chrono::seconds{60};    // of everything else
  double slow_share = 0.1;  // 0–0.5 of a full bus's time, for what is rarer than the ticks

  modbus::RatePeriods periods() const { return {interval, energy_interval, slow_interval}; }
};

/// How a meter is reached and read. By MeterId, parallel to SiteSettings::meters.
struct MeterConnection {
  std::size_t link = 0;  // index into Settings::links
  std::uint8_t unit = 1;
  std::string profile;  // "eastron/sdm630", or "" for a meter with its own points
  meter::Confidence confidence = meter::Confidence::high;  // of the profile; own points: high
  modbus::UnitLimits limits;                               // cuts: where the device forbids reading
  std::vector<meter::Point> points;                        // of SunSpec: as declared_points() says
  meter::SunSpecMap sunspec = {};       // not empty: the addresses are found while polling
  bool reverse = false;                 // swaps import and export, negates power
  std::vector<Multiplier> multipliers;  // sorted by time
};

/// What renewable shares, CO2 and standard coal are computed from, beside the meters.
struct GreenSettings {
  std::vector<kpi::RenewableTarget> targets;  // all rows, not yet selected
  std::vector<kpi::EnergyFactor> factors;     // all rows
  /// The grid's carbon-free share by the hour; absent: no 24/7 share.
  std::optional<kpi::HourlySeries> grid_cfe;
  /// Absent: no certificate account, hence no figure by certificates (not one of 0).
  std::optional<std::vector<kpi::Certificate>> certificates;
};

struct Settings {
  site::SiteSettings site;
  PollingSettings polling;
  Duration interval = std::chrono::minutes{15};
  Duration grace = std::chrono::seconds{120};
  Duration stale_after = std::chrono::seconds{30};
  std::vector<modbus::LinkSettings> links;
  std::vector<MeterConnection> connections;       // by MeterId
  std::vector<energy::TrackerSettings> trackers;  // by MeterId
  std::vector<kpi::PolicyRow> policies;           // all rows of the table, not yet selected
  GreenSettings green;
  std::vector<MeterEvent> events;            // in the order of the file
  std::optional<kpi::OwnTarget> own_target;  // site.target_pue
};

}  // namespace pue::engine

#include "config/events.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "base/limits.h"
#include "base/rfc3339.h"
#include "config/csv_table.h"
#include "config/nearest.h"
#include "config/scalar.h"
#include "config/tracker_rules.h"

namespace pue::config {
namespace {

using engine::MeterEvent;
using Kind = MeterEvent::Kind;

constexpr std::string_view header = "time,meter,kind,final,initial,who,why,ticket";
enum class Field : std::size_t { time, meter, kind, final, initial, who, why, ticket };

constexpr double most_watt_hours = 1e15;
constexpr double most_cubic_metres = 1e12;

/// Reads the rows of one file and keeps what is wrong with them.
class EventReader {
 public:
  EventReader(const SourceText& file, const MeterNames& names, const engine::Settings& settings)
      : file_(file), names_(names), settings_(settings) {}

  void read(const CsvRow& row);
  std::variant<std::vector<MeterEvent>, LocatedErrors> result() {
    if (!errors_.empty()) return std::move(errors_);
    return std::move(events_);
  }
  bool has_enough() const { return errors_.size() >= limits::config_errors; }

 private:
  static std::string_view text(const CsvRow& row, Field field) {
    return row.fields[static_cast<std::size_t>(field)];
  }
  void complain(const CsvRow& row, Field field, std::string message) {
    errors_.push_back(row.error(file_, static_cast<std::size_t>(field), std::move(message)));
  }
  std::optional<UtcTime> time(const CsvRow& row);
  std::optional<MeterId> meter(const CsvRow& row);
  std::optional<Kind> kind(const CsvRow& row);
  std::optional<double> reading(const CsvRow& row, Field field);
  std::string required(const CsvRow& row, Field field, std::string_view what);
  void check_readings(const CsvRow& row, const MeterEvent& event);

  const SourceText& file_;
  const MeterNames& names_;
  const engine::Settings& settings_;
  std::set<std::pair<UtcTime, MeterId>> changes_;
  std::vector<MeterEvent> events_;
  LocatedErrors errors_;
};

void EventReader::read(const CsvRow& row) {
  const auto at = time(row);
  const auto of = meter(row);
  const auto what = kind(row);
  MeterEvent event;
  event.final_reading = reading(row, Field::final);
  event.initial_reading = reading(row, Field::initial);
  event.who = required(row, Field::who, "who did it");
  event.why = required(row, Field::why, "reason");
  event.ticket = text(row, Field::ticket);
  if (!at || !of || !what) return;
  event.at = *at;
  event.meter = *of;
  event.kind = *what;
  check_readings(row, event);
  if (changes_register(event.kind) && !changes_.emplace(*at, *of).second) {
    complain(row, Field::time, "the meter's register changes at that time already");
  }
  events_.push_back(std::move(event));
}

std::optional<UtcTime> EventReader::time(const CsvRow& row) {
  const auto parsed = parse_rfc3339(text(row, Field::time));
  if (parsed) return *parsed;
  complain(row, Field::time, parsed.error().message);
  return std::nullopt;
}

std::optional<MeterId> EventReader::meter(const CsvRow& row) {
  const auto wanted = text(row, Field::meter);
  const auto found = names_.find(wanted);
  if (found != names_.end()) return found->second;
  std::vector<std::string_view> known;
  for (const auto& [name, id] : names_) known.push_back(name);
  complain(row, Field::meter,
           fmt::format("there is no meter \"{}\"{}", wanted, did_you_mean(wanted, known)));
  return std::nullopt;
}

std::optional<Kind> EventReader::kind(const CsvRow& row) {
  const auto wanted = text(row, Field::kind);
  const auto found = engine::event_kind_from_name(wanted);
  if (found) return found;
  complain(row, Field::kind,
           fmt::format("\"{}\" is not swap, ct_change, calibration, outage or reference", wanted));
  return std::nullopt;
}

std::optional<double> EventReader::reading(const CsvRow& row, Field field) {
  if (text(row, field).empty()) return std::nullopt;
  const auto parsed = parse_number(text(row, field));
  if (!parsed) {
    complain(row, field, parsed.error().message);
  } else if (std::abs(*parsed) > most_watt_hours) {
    complain(row, field, "is beyond 1e15 Wh");
  } else {
    return *parsed;
  }
  return std::nullopt;
}

std::string EventReader::required(const CsvRow& row, Field field, std::string_view what) {
  if (text(row, field).empty()) complain(row, field, fmt::format("no {}", what));
  return std::string(text(row, field));
}

void EventReader::check_readings(const CsvRow& row, const MeterEvent& event) {
  const bool any = !text(row, Field::final).empty() || !text(row, Field::initial).empty();
  const bool has_register = !is_electric(settings_.site.meters[event.meter.index].role) ||
                            has_energy_register(settings_.connections[event.meter.index].points);
  if (any && !has_register) {
    complain(row, Field::final, "the meter has no energy register; leave the readings out");
  }
  const bool water = settings_.site.meters[event.meter.index].role == site::Role::water;
  for (const auto& reading : {event.final_reading, event.initial_reading})
    if (water && std::abs(reading.value_or(0)) > most_cubic_metres)
      complain(row, Field::final, "is beyond 1e12 m3");
  switch (event.kind) {
    case Kind::swap:
    case Kind::ct_change:
      return;
    case Kind::reference:
      if (text(row, Field::final).empty()) complain(row, Field::final, "no reading");
      if (!text(row, Field::initial).empty()) {
        complain(row, Field::initial, "a reference reading stands in \"final\"; leave this empty");
      }
      return;
    case Kind::calibration:
    case Kind::outage:
      if (any) {
        complain(row, Field::final,
                 "only swap, ct_change and reference have readings; leave them out");
      }
      return;
  }
}

}  // namespace

void read_events(const Mapping& document, const Lookups& lookups, const MeterNames& names,
                 engine::Settings& settings) {
  const auto path = document.text("events");
  if (!path) return;
  const auto file = lookups.file(*path);
  if (!file) {
    return document.complain("events", fmt::format("\"{}\" {}", *path, file.error().message));
  }
  const auto rows = csv_rows(*file, header);
  if (const auto* wrong = std::get_if<LocatedErrors>(&rows)) {
    return document.errors().append(*wrong);
  }
  EventReader reader(*file, names, settings);
  for (const auto& row : std::get<std::vector<CsvRow>>(rows)) {
    reader.read(row);
    if (reader.has_enough()) break;
  }
  auto read = reader.result();
  if (const auto* wrong = std::get_if<LocatedErrors>(&read)) {
    return document.errors().append(*wrong);
  }
  settings.events = std::get<std::vector<MeterEvent>>(std::move(read));
}

}  // namespace pue::config

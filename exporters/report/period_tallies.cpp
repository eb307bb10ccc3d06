#include "exporters/report/period_tallies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace pue::report {
namespace {

using energy::Quality;

/// What stands in a list of gaps: all that a person or a rule put in the place of a measurement.
bool is_gap(Quality quality) {
  switch (quality) {
    case Quality::missing:
    case Quality::estimated:
    case Quality::edited:
    case Quality::substituted:
      return true;
    case Quality::measured:
    case Quality::recovered:
    case Quality::integrated:
      break;
  }
  return false;
}

/// The interval is a part of the gap, too.
bool goes_on(const Gap& gap, const Period& interval, Quality quality) {
  return gap.quality == quality && gap.period.end == interval.start;
}

std::string transformers(const site::MeterPlace& place, const engine::MeterConnection& connection,
                         UtcTime at) {
  std::string text;
  if (place.accuracy && place.accuracy->ct_primary_amperes)
    text = fmt::format("CT {} A", *place.accuracy->ct_primary_amperes);
  const auto factor = engine::factor_at(connection.multipliers, at);
  if (!connection.multipliers.empty())
    text += fmt::format("{}× {}", text.empty() ? "" : ", ", factor);
  return text;
}

Joules from_thousandths_of_wh(std::int64_t reading, double factor) {
  constexpr double joules_per_milliwatt_hour = 3.6;
  return Joules{std::llround(static_cast<double>(reading) * joules_per_milliwatt_hour * factor)};
}

/// U (k = 2) of an energy: the class of its chain, and a step of the register at either end.
std::optional<Joules> expanded(const site::MeterPlace& place, Joules energy, Duration time,
                               Joules resolution) {
  if (!place.accuracy) return std::nullopt;
  const auto seconds = std::chrono::duration<double>(time).count();
  const auto u = site::relative_uncertainty(*place.accuracy,
                                            Watts{static_cast<double>(energy.count) / seconds});
  if (!u) return std::nullopt;
  const double chain = *u * static_cast<double>(energy.count);
  const double steps = static_cast<double>(resolution.count) / std::sqrt(6.0);
  return Joules{std::llround(2 * std::hypot(chain, steps))};
}

}  // namespace

PeriodTallies::PeriodTallies(const engine::Settings& settings, const site::SiteModel& model,
                             Period period, std::vector<ledger::EventEntry> readings)
    : settings_(settings),
      period_(period),
      required_(settings.site.meters.size()),
      readings_(std::move(readings)),
      tallies_(settings.site.meters.size()) {
  for (const auto meter : model.required()) required_[meter.index] = true;
  std::stable_sort(readings_.begin(), readings_.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  for (std::size_t i = 0; i < tallies_.size(); ++i)
    for (const auto& reading : readings_)
      if (reading.meter == settings.site.meters[i].name)
        at_readings_[reading.at][i] =
            reading.at == period.start ? std::optional(Count{}) : std::nullopt;
}

PeriodTallies::Count PeriodTallies::Tally::count() const {
  return {imported, dropped + time_by_quality[static_cast<std::size_t>(Quality::missing)]};
}

PeriodTallies::Tally& PeriodTallies::Tally::operator+=(const Tally& later) {
  known = known || later.known;
  imported += later.imported;
  exported += later.exported;
  dropped += later.dropped;
  for (std::size_t i = 0; i < time_by_quality.size(); ++i)
    time_by_quality[i] += later.time_by_quality[i];
  return *this;
}

/// Of the meters that people read at this boundary.
void PeriodTallies::note_readings(UtcTime boundary) {
  const auto read = at_readings_.find(boundary);
  if (read == at_readings_.end()) return;
  for (auto& [meter, count] : read->second) count = tallies_[meter].count();
}

void PeriodTallies::put(const site::SiteInterval& interval) {
  if (interval.meters.empty()) return put_dropped(interval.interval);
  for (std::size_t i = 0; i < std::min(tallies_.size(), interval.meters.size()); ++i) {
    const auto& energy = interval.meters[i];
    auto& tally = tallies_[i];
    tally.time_by_quality[static_cast<std::size_t>(energy.quality)] += interval.interval.length();
    if (required_[i] && (tally.in_gap || is_gap(energy.quality))) note_gap(i, energy);
    if (energy.quality != Quality::missing) {
      tally.known = true;
      tally.imported += energy.imported;
      tally.exported += energy.exported;
    }
  }
  note_readings(interval.interval.end);
}

void PeriodTallies::put_dropped(const Period& interval) {
  for (auto& tally : tallies_) tally.dropped += interval.length();
  note_readings(interval.end);
}

void PeriodTallies::note_gap(std::size_t meter, const energy::IntervalEnergy& energy) {
  auto& tally = tallies_[meter];
  if (tally.in_gap) {
    auto& last = gaps_[tally.gap];
    if (goes_on(last, energy.interval, energy.quality)) {
      last.period.end = energy.interval.end;
      return;
    }
  }
  tally.in_gap = is_gap(energy.quality);
  if (!tally.in_gap) return;
  tally.gap = gaps_.size();
  gaps_.push_back({energy.interval, energy.quality, settings_.site.meters[meter].name});
}

void PeriodTallies::append(const PeriodTallies& later) {
  for (auto& [at, meters] : at_readings_)
    for (auto& [meter, count] : meters) {
      const auto& after = later.at_readings_.at(at).at(meter);
      if (count || !after) continue;
      count = tallies_[meter].count();
      count->imported += after->imported;
      count->missing += after->missing;
    }
  for (std::size_t i = 0; i < tallies_.size(); ++i) tallies_[i] += later.tallies_[i];
  gaps_.insert(gaps_.end(), later.gaps_.begin(), later.gaps_.end());
}

std::vector<Gap> PeriodTallies::gaps() const {
  auto pieces = gaps_;
  std::sort(pieces.begin(), pieces.end(), [](const Gap& a, const Gap& b) {
    return std::tie(a.meter, a.period.start) < std::tie(b.meter, b.period.start);
  });
  std::vector<Gap> all;
  for (auto& piece : pieces) {
    if (!all.empty() && all.back().meter == piece.meter &&
        goes_on(all.back(), piece.period, piece.quality))
      all.back().period.end = piece.period.end;
    else
      all.push_back(std::move(piece));
  }
  std::sort(all.begin(), all.end(), [](const Gap& a, const Gap& b) {
    return std::tie(a.period.start, a.meter) < std::tie(b.period.start, b.meter);
  });
  return all;
}

std::vector<MeterLine> PeriodTallies::lines(const engine::PeriodFigures& figures) const {
  std::vector<MeterLine> lines;
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const auto& connection = settings_.connections[i];
    const auto& tally = tallies_[i];
    MeterLine line;
    line.place = settings_.site.meters[i];
    line.model = connection.profile;
    line.link = fmt::format("{}, {}", settings_.links[connection.link].name, connection.unit);
    line.transformers = transformers(line.place, connection, period_.end);
    line.time_by_quality = tally.time_by_quality;
    if (tally.known && line.place.role == site::Role::water) {
      line.volume = Millilitres{tally.imported.count};
    } else if (tally.known) {
      line.imported = tally.imported;
      line.exported = tally.exported;
    }
    if (i < figures.u.size() && figures.u[i])
      line.u = std::hypot(figures.u[i]->chain,
                          std::hypot(figures.u[i]->resolution, figures.u[i]->estimate));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<ReferenceLine> PeriodTallies::references() const {
  std::vector<ReferenceLine> lines;
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const ledger::EventEntry* last = nullptr;
    for (const auto& reading : readings_) {
      if (reading.meter != settings_.site.meters[i].name) continue;
      if (last != nullptr)
        if (auto line = between(i, *last, reading)) lines.push_back(std::move(*line));
      last = &reading;
    }
  }
  return lines;
}

std::optional<ReferenceLine> PeriodTallies::between(std::size_t meter,
                                                    const ledger::EventEntry& first,
                                                    const ledger::EventEntry& second) const {
  const Period span{first.at, second.at};
  if (!period_.contains(span) || span.length() <= Duration{0}) return std::nullopt;
  const auto& place = settings_.site.meters[meter];
  const auto factor = engine::factor_at(settings_.connections[meter].multipliers, span.start);
  ReferenceLine line{place.name, span, second.ticket, second.who, {}, {}, {}};
  line.reference = from_thousandths_of_wh(*second.final_reading - *first.final_reading, factor);
  const auto& start = at_readings_.at(span.start).at(meter);
  const auto& end = at_readings_.at(span.end).at(meter);
  if (!start || !end || start->missing != end->missing) return line;
  line.ours = end->imported - start->imported;
  line.within = expanded(
      place, *line.ours, span.length(),
      settings_.trackers[meter].import ? settings_.trackers[meter].import->step : Joules{});
  return line;
}

}  // namespace pue::report

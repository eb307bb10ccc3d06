#include "engine/period_figures.h"

#include <algorithm>

#include "engine/figure_book.h"
#include "engine/live_inputs.h"
#include "engine/year_figures.h"

namespace pue::engine {
namespace {

using kpi::Window;

constexpr auto months_of_a_year = 12;
/// Longer periods are told by the month.
constexpr auto longest_by_days = std::chrono::hours{24 * 62};

std::vector<MeterId> meters_of(const std::vector<kpi::InputChain>& chains) {
  std::vector<MeterId> meters;
  for (const auto& chain : chains) meters.push_back(chain.meter);
  return meters;
}

}  // namespace

Window gate_of(const Period& period, const Zone& zone) {
  if (period == kpi::day_at(period.start, zone)) return Window::day;
  if (period == kpi::month_at(period.start, zone)) return Window::month_to_date;
  const auto month = kpi::month_at(period.start, zone).start;
  if (period == Period{month, kpi::month_start(month, months_of_a_year, zone)})
    return Window::twelve_months;
  return Window::year_to_date;
}

PeriodBook::PeriodBook(const Settings& settings, const site::SiteModel& model, Period period)
    : settings_(settings),
      period_(period),
      in_service_(start_of_service(settings.site)),
      chains_(kpi::input_chains(model, settings.site)),
      sums_(settings.site.zone, meters_of(chains_), settings.green.grid_cfe),
      day_sums_(settings.site.zone, meters_of(chains_), settings.green.grid_cfe) {}

// Of 1,000 meters single intervals of a year would take gigabytes: whole days are kept as days.
void PeriodBook::put(const site::SiteInterval& interval) {
  const auto& [start, end] = interval.interval;
  if (start < in_service_ || !period_.contains(interval.interval)) return;
  if (start >= day_.end) {
    close_day();
    day_ = kpi::day_at(start, settings_.site.zone);
  }
  if (period_.contains(day_))
    day_sums_.add(interval);
  else
    sums_.put(interval);
}

void PeriodBook::close_day() {
  auto sums = day_sums_.take();
  if (!sums.empty()) sums_.put_day(day_, std::move(sums));
}

void PeriodBook::append(PeriodBook later) {
  close_day();
  later.close_day();
  sums_.merge(std::move(later.sums_));
}

PeriodFigures PeriodBook::figures(std::chrono::year_month_day as_of) {
  close_day();
  PeriodFigures result;
  result.gate = gate_of(period_, settings_.site.zone);
  result.annual = result.gate == Window::twelve_months;
  const auto sums = sums_.over(period_);
  result.figures = kpi::figures(result.gate, period_, sums, rules(), chains_);
  result.meters.resize(settings_.site.meters.size());
  result.u.resize(settings_.site.meters.size());
  const auto uncertainty = kpi::pue_uncertainty(sums, chains_);
  for (std::size_t i = 0; i < std::min(chains_.size(), sums.meters.size()); ++i) {
    result.meters[chains_[i].meter.index] = sums.meters[i];
    if (uncertainty) result.u[chains_[i].meter.index] = uncertainty->contributions[i];
  }
  fill_masses(result, sums, as_of);
  fill_judgements(result, as_of);
  fill_trend(result);
  return result;
}

kpi::WindowRules PeriodBook::rules() const {
  const auto& zone = settings_.site.zone;
  kpi::WindowRules rules{least_it_power(settings_.site.facts)};
  if (gate_of(period_, zone) != Window::twelve_months) return rules;
  rules.valid_months = 0;
  for (auto month = kpi::month_at(period_.start, zone); month.start < period_.end;
       month = kpi::month_at(month.end, zone))
    if (kpi::is_valid_month(sums_.over(month), month)) ++rules.valid_months;
  return rules;
}

void PeriodBook::fill_trend(PeriodFigures& result) const {
  const auto& zone = settings_.site.zone;
  const bool by_days = period_.length() <= longest_by_days;
  result.step = by_days ? Window::day : Window::month_to_date;
  for (UtcTime at = period_.start; at < period_.end;) {
    const auto whole = by_days ? kpi::day_at(at, zone) : kpi::month_at(at, zone);
    const Period step{at, std::min(whole.end, period_.end)};
    result.trend.push_back(
        kpi::figures(result.step, step, sums_.over(step), kpi::WindowRules{}, chains_));
    at = step.end;
  }
}

void PeriodBook::fill_judgements(PeriodFigures& result, std::chrono::year_month_day as_of) const {
  const auto& facts = settings_.site.facts;
  const auto& figures = result.figures;
  for (auto& row : kpi::applicable(settings_.policies, facts, as_of)) {
    PeriodCap cap;
    cap.reasons = kpi::reasons(row.scope, facts);
    cap.verdict = kpi::verdict(figures, row.cap);
    if (figures.pue) cap.complies = kpi::complies(*figures.facility, *figures.it, row.cap);
    cap.policy = std::move(row);
    result.caps.push_back(std::move(cap));
  }
  result.targets = judged_targets(settings_, as_of, figures);
}

void PeriodBook::fill_masses(PeriodFigures& result, const kpi::PeriodSums& sums,
                             std::chrono::year_month_day as_of) const {
  ClosedFigures closed;
  closed.certificates = certificates_of(result.figures, sums, settings_, as_of);
  if (result.figures.pue) add_masses(closed, result.figures, sums_, settings_);
  result.certificates = std::move(closed.certificates);
  result.location_based = std::move(closed.location_based);
  result.market_based = std::move(closed.market_based);
  result.carbon_usage_effectiveness = closed.carbon_usage_effectiveness;
  result.coal = std::move(closed.coal);
  if (result.annual) result.grade = closed.grade;
}

}  // namespace pue::engine

#include "engine/figure_book.h"

#include <algorithm>

#include "engine/live_inputs.h"
#include "engine/year_figures.h"

namespace pue::engine {
namespace {

using kpi::PeriodSums;
using kpi::Window;
using namespace std::chrono_literals;

std::vector<MeterId> meters_of(const std::vector<kpi::InputChain>& chains) {
  std::vector<MeterId> meters;
  for (const auto& chain : chains) meters.push_back(chain.meter);
  return meters;
}

std::chrono::month month_of(UtcTime t, const Zone& zone) { return zone.date_at(t).ymd.month(); }

/// The last instant before `t`: it lies in the part that ends at `t`.
UtcTime just_before(UtcTime t) { return t - 1ns; }

bool at_least(Duration part, double share, Duration whole) {
  return static_cast<double>(part.count()) >= share * static_cast<double>(whole.count());
}

Watts mean_power(Joules energy, Duration time) {
  return Watts{static_cast<double>(energy.count) / std::chrono::duration<double>(time).count()};
}

/// (PUE − 1) / (T − 1): how the overhead of a time compares with the target's; 1 where the target
/// leaves none to compare with.
double overhead_factor(const PeriodSums& sums, double target) {
  const double pue =
      static_cast<double>(sums.facility->count) / static_cast<double>(sums.it->count);
  return target > 1 ? std::max(0.0, (pue - 1) / (target - 1)) : 1;
}

double coefficient_in(const site::SignedSum& sum, MeterId meter) {
  for (const auto& term : sum)
    if (term.meter == meter) return term.coefficient.as_double();
  return 0;
}

/// What subsystem meters do not explain is facility less IT less the explained parts.
void add_parts(Explanation::Input& input, const site::SiteModel& model) {
  double unexplained = input.in_facility - input.in_it;
  for (const auto& part : model.subsystems()) {
    const double coefficient = coefficient_in(part.sum, input.meter);
    input.in_subsystem[static_cast<std::size_t>(part.subsystem)] = coefficient;
    unexplained -= coefficient;
  }
  input.in_subsystem[static_cast<std::size_t>(site::Subsystem::unexplained)] = unexplained;
  for (const auto& source : model.sources())
    input.in_source[static_cast<std::size_t>(source.role)] =
        coefficient_in(source.sum, input.meter);
  input.in_water = coefficient_in(model.water(), input.meter);
  input.in_reused_heat = coefficient_in(model.reused_heat(), input.meter);
}

}  // namespace

UtcTime start_of_service(const site::SiteSettings& site) {
  if (!site.facts.in_service) return UtcTime{Duration::min()};
  return site.zone.start_of(LocalDate{*site.facts.in_service});
}

FigureBook::FigureBook(const Settings& settings, const site::SiteModel& model)
    : settings_(settings),
      model_(model),
      in_service_(start_of_service(settings.site)),
      chains_(kpi::input_chains(model, settings.site)),
      sums_(settings.site.zone, meters_of(chains_), settings.green.grid_cfe) {}

void FigureBook::put(const site::SiteInterval& interval) {
  if (interval.interval.start >= in_service_) sums_.put(interval);
}

void FigureBook::refresh(UtcTime now, std::optional<UtcTime> closed_until, UtcTime keep_from) {
  figures_ = {};
  if (closed_until) {
    for (const auto window : kpi::windows) fill_window(window, *closed_until);
    fill_changes(*closed_until);
    fill_year(now, *closed_until);
    fill_calendar_year(now, *closed_until);
    sums_.forget(std::min(keep_from, *closed_until), *closed_until);
  }
  fill_caps(now, closed_until);
  fill_targets(now);
}

std::optional<Period> FigureBook::period_of(Window window, UtcTime closed_until) const {
  return kpi::window_period(window, closed_until, in_service_, settings_.site.zone);
}

kpi::WindowRules FigureBook::rules_of(const Period& period, Window window) const {
  kpi::WindowRules rules{least_it_power(settings_.site.facts)};
  if (window != Window::twelve_months) return rules;
  rules.valid_months = 0;
  for (UtcTime at = period.start; at < period.end;) {
    const Period month = kpi::month_at(at, settings_.site.zone);
    if (kpi::is_valid_month(sums_.over(month), month)) ++rules.valid_months;
    at = month.end;
  }
  return rules;
}

void FigureBook::fill_window(Window window, UtcTime closed_until) {
  const auto period = period_of(window, closed_until);
  if (!period) return;
  const auto sums = sums_.over(*period);
  const auto at = kpi::position(window);
  figures_.windows[at] = kpi::figures(window, *period, sums, rules_of(*period, window), chains_);
  figures_.explained[at] = explain(sums);
}

std::shared_ptr<const Explanation> FigureBook::explain(const PeriodSums& sums) const {
  if (sums.meters.size() != chains_.size()) return nullptr;
  const auto uncertainty = kpi::pue_uncertainty(sums, chains_);
  auto explanation = std::make_shared<Explanation>();
  explanation->runs = sums.runs;
  for (std::size_t i = 0; i < chains_.size(); ++i) {
    Explanation::Input input;
    input.meter = chains_[i].meter;
    input.in_facility = chains_[i].in_facility;
    input.in_it = chains_[i].in_it;
    add_parts(input, model_);
    input.sum = sums.meters[i];
    if (uncertainty) input.uncertainty = uncertainty->contributions[i];
    explanation->inputs.push_back(input);
  }
  return explanation;
}

void FigureBook::fill_caps(UtcTime now, std::optional<UtcTime> closed_until) {
  const auto& facts = settings_.site.facts;
  const auto today = settings_.site.zone.date_at(now).ymd;
  for (auto& row : kpi::applicable(settings_.policies, facts, today)) {
    CapFigure cap;
    cap.derivation = kpi::derivation(row, facts);
    cap.reasons = kpi::reasons(row.scope, facts);
    cap.policy = std::move(row);
    if (closed_until) judge(cap, *closed_until);
    figures_.caps.push_back(std::move(cap));
  }
}

void FigureBook::judge(CapFigure& cap, UtcTime closed_until) const {
  const auto limit = cap.policy.cap;
  for (std::size_t i = 0; i < kpi::windows.size(); ++i) {
    const auto& window = figures_.windows[i];
    cap.verdicts[i] = kpi::verdict(window, limit);
    if (window.pue) cap.complies[i] = kpi::complies(*window.facility, *window.it, limit);
  }
  cap.target = kpi::target_below(limit, settings_.own_target, last_year(closed_until));
  if (!cap.target) return;
  const auto month = month_of(just_before(closed_until), settings_.site.zone);
  for (std::size_t i = 0; i < burn_window_count; ++i) {
    const auto sums = burn_sums(closed_until, burn_windows()[i].length);
    if (!sums) continue;
    const double pue =
        static_cast<double>(sums->facility->count) / static_cast<double>(sums->it->count);
    cap.burn[i] = kpi::burn_rate(pue, month, *cap.target, limit);
  }
  if (const auto inputs = budget_inputs(closed_until, *cap.target))
    cap.budget = kpi::budget(limit, *cap.target, *inputs);
}

/// Sums of the trailing time when its coverage passes: that of an hour for windows below a day,
/// that of a day for longer ones.
std::optional<PeriodSums> FigureBook::burn_sums(UtcTime closed_until, Duration length) const {
  // On local hours: older quarter hours are no longer kept one by one.
  const auto end =
      length > 24h ? kpi::hour_at(closed_until, settings_.site.zone).start : closed_until;
  const Period period{end - length, end};
  if (period.start < in_service_) return std::nullopt;
  auto sums = sums_.over(period);
  const auto gate = kpi::coverage_gate(length < 24h ? Window::hour : Window::day);
  if (!sums.it || *sums.it <= Joules{}) return std::nullopt;
  if (!at_least(kpi::covered_in(sums, period), gate, length)) return std::nullopt;
  return sums;
}

kpi::LastYear FigureBook::last_year(UtcTime closed_until) const {
  kpi::LastYear year;
  const auto& zone = settings_.site.zone;
  for (int back = 12; back >= 1; --back) {
    const Period month{kpi::month_start(closed_until, -back, zone),
                       kpi::month_start(closed_until, 1 - back, zone)};
    if (month.start < in_service_) continue;
    const auto sums = sums_.over(month);
    if (!sums.it || !kpi::is_valid_month(sums, month)) continue;
    year[static_cast<unsigned>(month_of(month.start, zone)) - 1] = {*sums.facility, *sums.it};
  }
  return year;
}

std::optional<kpi::BudgetInputs> FigureBook::budget_inputs(UtcTime closed_until,
                                                           const kpi::Target& target) const {
  const auto& zone = settings_.site.zone;
  const auto recent = burn_sums(closed_until, burn_windows().back().length);
  const auto to_date = period_of(Window::year_to_date, closed_until);
  if (!recent || !to_date) return std::nullopt;
  kpi::BudgetInputs inputs;
  inputs.mean_it_power = mean_power(*recent->it, recent->usable);
  const auto now = month_of(just_before(closed_until), zone);
  inputs.recent_overhead_factor = overhead_factor(*recent, target.at(now));
  const auto year_end = kpi::year_at(to_date->start, zone).end;
  for (UtcTime at = to_date->start; at < year_end;) {
    const auto month_end = kpi::month_at(at, zone).end;
    const auto month = month_of(at, zone);
    const Period past{at, std::min(month_end, closed_until)};
    if (past.start < past.end) {
      const auto sums = sums_.over(past);
      inputs.past.push_back({month, sums.facility.value_or(Joules{}), sums.it.value_or(Joules{}),
                             sums.usable, past.length()});
    }
    const Period rest{std::max(at, closed_until), month_end};
    if (rest.start < rest.end) inputs.rest.push_back({month, rest.length()});
    at = month_end;
  }
  return inputs;
}

void FigureBook::fill_targets(UtcTime now) {
  const auto today = settings_.site.zone.date_at(now).ymd;
  figures_.targets =
      judged_targets(settings_, today, figures_.windows[kpi::position(Window::twelve_months)]);
}

void FigureBook::fill_changes(UtcTime closed_until) {
  const auto& zone = settings_.site.zone;
  const auto change = [&](ChangeOf of, Window window, auto earlier) {
    const auto after = period_of(window, closed_until);
    if (!after) return;
    const Period before = earlier(*after);
    if (before.start < in_service_) return;
    figures_.changes[static_cast<std::size_t>(of)] =
        kpi::pue_change(sums_.over(before), sums_.over(*after));
  };
  change(ChangeOf::hour, Window::hour, [](const Period& hour) {
    return Period{hour.start - 24h, hour.end - 24h};
  });
  change(ChangeOf::day, Window::day,
         [&](const Period& day) { return kpi::day_at(just_before(day.start), zone); });
  change(ChangeOf::month, Window::month_to_date, [&](const Period& month) {
    return kpi::month_at(just_before(kpi::month_at(month.start, zone).start), zone);
  });
}

void FigureBook::fill_year(UtcTime now, UtcTime closed_until) {
  const auto period = period_of(Window::twelve_months, closed_until);
  if (!period) return;
  auto& annual = figures_.windows[kpi::position(Window::twelve_months)];
  figures_.certificates =
      certificates_of(annual, sums_.over(*period), settings_, settings_.site.zone.date_at(now).ymd);
  if (annual.pue) add_masses(figures_, annual, sums_, settings_);
}

/// A calendar year is twelve whole months: it has the gate of the annual window.
void FigureBook::fill_calendar_year(UtcTime now, UtcTime closed_until) {
  const auto& zone = settings_.site.zone;
  const auto year = kpi::year_at(just_before(kpi::year_at(closed_until, zone).start), zone);
  if (year.start < in_service_) return;
  const auto sums = sums_.over(year);
  const auto figures =
      kpi::figures(Window::twelve_months, year, sums, rules_of(year, Window::twelve_months));
  if (!figures.pue) return;
  figures_.eu = eu_figure(figures, sums, settings_, zone.date_at(now).ymd);
}

}  // namespace pue::engine

// From closed intervals to the figures of all windows: the sums of the past, and what caps, targets
// and budgets say of them. It decides nothing about meters and closes no interval.
#pragma once

#include "engine/closed_figures.h"
#include "engine/settings.h"
#include "kpi/sums_by_time.h"
#include "site/site_model.h"

namespace pue::engine {

class FigureBook {
 public:
  /// Both must outlive the book.
  FigureBook(const Settings& settings, const site::SiteModel& model);

  /// The newest version of an interval that carries its meters.
  void put(const site::SiteInterval& interval);
  /// Recomputes the figures. `closed_until` absent: nothing is closed yet, but the caps that apply
  /// are known. `keep_from`: start of the oldest interval that may still get a new version.
  void refresh(UtcTime now, std::optional<UtcTime> closed_until, UtcTime keep_from);

  const ClosedFigures& figures() const { return figures_; }

 private:
  std::optional<Period> period_of(kpi::Window window, UtcTime closed_until) const;
  kpi::WindowRules rules_of(const Period& period, kpi::Window window) const;
  void fill_window(kpi::Window window, UtcTime closed_until);
  std::shared_ptr<const Explanation> explain(const kpi::PeriodSums& sums) const;
  void fill_caps(UtcTime now, std::optional<UtcTime> closed_until);
  void judge(CapFigure& cap, UtcTime closed_until) const;
  std::optional<kpi::PeriodSums> burn_sums(UtcTime closed_until, Duration length) const;
  kpi::LastYear last_year(UtcTime closed_until) const;
  std::optional<kpi::BudgetInputs> budget_inputs(UtcTime closed_until,
                                                 const kpi::Target& target) const;
  void fill_targets(UtcTime now);
  void fill_changes(UtcTime closed_until);
  void fill_year(UtcTime now, UtcTime closed_until);
  void fill_calendar_year(UtcTime now, UtcTime closed_until);

  const Settings& settings_;
  const site::SiteModel& model_;
  UtcTime in_service_;
  std::vector<kpi::InputChain> chains_;
  kpi::SumsByTime sums_;
  ClosedFigures figures_;
};

/// The first instant of site.in_service; the beginning of time without one.
UtcTime start_of_service(const site::SiteSettings& site);

}  // namespace pue::engine

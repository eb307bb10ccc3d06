// The figures of any one period from its closed intervals, for reports: what FigureBook keeps for
// the running windows, made once. Both take the same sums and the same rules.
#pragma once

#include <string>
#include <vector>

#include "engine/closed_figures.h"
#include "engine/settings.h"
#include "kpi/day_sums.h"
#include "kpi/sums_by_time.h"
#include "site/site_model.h"

namespace pue::engine {

struct PeriodCap {
  kpi::PolicyRow policy;
  std::vector<kpi::Reason> reasons;  // why it applies
  std::optional<bool> complies;      // absent when PUE is
  kpi::Verdict verdict = kpi::Verdict::insufficient;
};

struct PeriodFigures {
  /// Twelve whole local months: only then caps and targets bind; else what is said of them is an
  /// indication.
  bool annual = false;
  kpi::Window gate = kpi::Window::year_to_date;  // whose gate it had to pass
  kpi::WindowFigures figures;
  std::vector<PeriodCap> caps;
  std::vector<TargetFigure> targets;
  /// Of the trend: whole local days, or whole local months (month_to_date) in periods of more than
  /// two months; the first and last may be cut by the period.
  kpi::Window step = kpi::Window::day;
  std::vector<kpi::WindowFigures> trend;
  std::optional<CertificateFigure> certificates;
  std::optional<kpi::LocationBased> location_based;
  std::optional<kpi::MarketBased> market_based;
  std::optional<double> carbon_usage_effectiveness;
  kpi::CoalEquivalent coal;
  std::optional<kpi::Grade> grade;                  // indicative, of twelve months only
  std::vector<kpi::MeterSum> meters;                // by MeterId; empty sums for meters in no sum
  std::vector<std::optional<kpi::Contribution>> u;  // by MeterId: its part of the uncertainty
};

/// `as_of`: the day whose policies, factors and certificates are taken.
class PeriodBook {
 public:
  /// `settings` must outlive the book.
  PeriodBook(const Settings& settings, const site::SiteModel& model, Period period);

  /// Newest versions, with their meters, by start; what lies outside the period is left out.
  void put(const site::SiteInterval& interval);
  /// What was put into another book of the same period: of later local days only.
  void append(PeriodBook later);
  /// Of all that was put; nothing may be put after it.
  PeriodFigures figures(std::chrono::year_month_day as_of);

 private:
  void close_day();
  kpi::WindowRules rules() const;
  void fill_trend(PeriodFigures& result) const;
  void fill_judgements(PeriodFigures& result, std::chrono::year_month_day as_of) const;
  void fill_masses(PeriodFigures& result, const kpi::PeriodSums& sums,
                   std::chrono::year_month_day as_of) const;

  const Settings& settings_;
  Period period_;
  UtcTime in_service_;
  std::vector<kpi::InputChain> chains_;
  kpi::SumsByTime sums_;
  Period day_;             // local, of the last interval
  kpi::DaySums day_sums_;  // of it, if it lies in the period as a whole
};

/// Whose gate a period has to pass: that of the day, month or twelve months that it is; any other
/// has the strictest, that of a year.
kpi::Window gate_of(const Period& period, const Zone& zone);

}  // namespace pue::engine

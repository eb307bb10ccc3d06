#include "exporters/prometheus/polls.h"

#include <algorithm>
#include <array>

namespace pue::prometheus {
namespace {

/// Snapshot and Telemetry may differ in length for one tick around a reload.
template <class Fill>
void each_meter(const View& view, Fill fill) {
  const auto& states = view.snapshot.meters;
  const auto& polls = view.telemetry.meters;
  for (std::size_t i = 0; i < std::min(states.size(), polls.size()); ++i)
    fill(states[i].name, polls[i]);
}

void attempts(const View& view, Series& series) {
  each_meter(view, [&](const std::string& meter, const engine::MeterPolls& polls) {
    series.add_count(polls.polls, {meter});
  });
}

void failures(const View& view, Series& series) {
  each_meter(view, [&](const std::string& meter, const engine::MeterPolls& polls) {
    for (const auto& [reason, count] : polls.failures)
      if (count > 0) series.add_count(count, {meter, reason});
  });
}

void link_failures(const View& view, Series& series) {
  for (const auto& link : view.telemetry.links) series.add_count(link.failures, {link.name});
}

void link_rtt(const View& view, Series& series) {
  for (const auto& link : view.telemetry.links)
    series.add_summary(link.answers, link.rtt_seconds, {link.name});
}

void link_load(const View& view, Series& series) {
  for (const auto& link : view.telemetry.links) series.add(link.load, {link.name});
}

void quarantined_units(const View& view, Series& series) {
  for (const auto& link : view.telemetry.links)
    series.add(static_cast<double>(link.quarantined_units), {link.name});
}

void skipped_ticks(const View& view, Series& series) {
  for (const auto& link : view.telemetry.links) series.add_count(link.skipped_ticks, {link.name});
}

void late_frames(const View& view, Series& series) {
  for (const auto& link : view.telemetry.links)
    if (link.late_frames) series.add_count(*link.late_frames, {link.name});
}

void refused_blocks(const View& view, Series& series) {
  for (const auto& link : view.telemetry.links)
    series.add(static_cast<double>(link.refused.size()), {link.name});
}

void lateness(const View& view, Series& series) { series.add_histogram(view.telemetry.lateness); }

constexpr std::array families = {
    Family{"pue_polls_total", Kind::Counter, "site,meter",
           "Attempts to read the meter, one per tick.", attempts},
    Family{"pue_poll_failures_total", Kind::Counter, "site,meter,reason",
           "Failed reads by reason; a reason appears with its first failure.", failures},
    Family{"pue_link_failures_total", Kind::Counter, "site,link",
           "Connects that failed and connections that were lost.", link_failures},
    // Without quantiles a summary is just _sum and _count, which promtool accepts of no counter.
    Family{"pue_link_rtt_seconds", Kind::Summary, "site,link",
           "Time from a request to the last byte of its answer.", link_rtt},
    Family{"pue_link_load_ratio", Kind::Gauge, "site,link",
           "Share of the last minute in which the link was busy.", link_load},
    Family{"pue_link_quarantined_units", Kind::Gauge, "site,link",
           "Silent units behind the link that are only probed.", quarantined_units},
    Family{"pue_link_skipped_ticks_total", Kind::Counter, "site,link",
           "Ticks that were left out because the link was still busy.", skipped_ticks},
    Family{"pue_link_late_frames_total", Kind::Counter, "site,link",
           "Frames that answered nothing that was waited for: late, repeated or foreign.",
           late_frames},
    Family{"pue_link_refused_blocks", Kind::Gauge, "site,link",
           "Requests that a unit refused as a whole and that are made in parts.", refused_blocks},
    Family{"pue_poll_lateness_seconds", Kind::Histogram, "site",
           "How long after its due time a poll began.", lateness},
};

}  // namespace

std::span<const Family> polls() { return families; }

}  // namespace pue::prometheus

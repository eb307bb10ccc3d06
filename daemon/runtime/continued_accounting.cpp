#include "runtime/continued_accounting.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/rfc3339.h"

namespace pue::runtime {
namespace {

// Two years of a large site do not fit into memory at once; evidence is ten times the energies.
constexpr auto recalled_at_once = std::chrono::hours{24 * 7};
constexpr auto recalled_with_evidence = std::chrono::hours{12};

using Recalled = Result<std::vector<site::SiteInterval>> (ledger::HistoryStore::*)(Period);

Result<void> recall(engine::Accounting& accounting, ledger::HistoryStore& store, Period period,
                    Duration at_once, Recalled read) {
  while (period.start < period.end) {
    const auto until = std::min(period.start + at_once, period.end);
    const auto intervals = (store.*read)({period.start, until});
    if (!intervals) return intervals.error();
    for (const auto& interval : *intervals) accounting.recall(interval);
    period.start = until;
  }
  return {};
}

}  // namespace

Result<engine::Accounting> continued_accounting(const engine::Settings& settings,
                                                ledger::HistoryStore& store, Moment at) {
  engine::Accounting accounting(settings);
  const auto stored = store.state();
  if (!stored) return stored.error();
  if (!*stored) return accounting;
  const auto since = engine::Accounting::history_needed((*stored)->state, at.utc);
  if (accounting.restore((*stored)->state, at))
    spdlog::info("continuing the ledger's state of {}", format_rfc3339((*stored)->saved_at));
  else
    spdlog::warn("the ledger's state is not understood: counters start anew");
  // The clock may stand before what is stored.
  const auto end = std::max(at.utc, (*stored)->saved_at) + std::chrono::hours{1};
  const auto evidence_from = accounting.evidence_needed().value_or(end);
  auto recalled = recall(accounting, store, {since, evidence_from}, recalled_at_once,
                         &ledger::HistoryStore::intervals);
  if (recalled)
    recalled = recall(accounting, store, {evidence_from, end}, recalled_with_evidence,
                      &ledger::HistoryStore::proven_intervals);
  if (!recalled) return recalled.error();
  accounting.resume();
  for (const auto& late : accounting.late_changes())
    spdlog::warn(
        "the change of {} at {} was entered after its time and has not acted: replay the readings "
        "from before it",
        late.meter, format_rfc3339(late.at));
  return accounting;
}

}  // namespace pue::runtime

#include "ledger/verifier.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/rfc3339.h"
#include "ledger/interval_totals.h"
#include "ledger/published_figures.h"

namespace pue::ledger {
namespace {

using energy::BoundaryEvidence;
using energy::IntervalEnergy;
using energy::Quality;

template <class... Arguments>
Error wrong(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  return Error{fmt::format(format, std::forward<Arguments>(arguments)...)};
}

Error unknown_zone(const std::string& zone) {
  return wrong("this machine does not know its time zone {}; install the package tzdata", zone);
}

std::string joules(const std::optional<Joules>& energy) {
  return energy ? fmt::format("{} J", energy->count) : std::string("absent");
}

/// The interval of a meter with its evidence, starts filled in.
IntervalEnergy claimed(const Period& interval, const MeterRow& row,
                       energy::IntervalEvidence evidence) {
  IntervalEnergy meter{interval, row.quality, row.imported, row.exported, std::nullopt};
  meter.evidence = energy::SharedEvidence(std::move(evidence));
  return meter;
}

bool needs_evidence(Quality quality) {
  return quality == Quality::measured || quality == Quality::recovered;
}

Result<void> only_form(const OpenedRecord& record) {
  const auto passed = [](const auto& decoded) -> Result<void> {
    if (decoded) return {};
    return decoded.error();
  };
  switch (record.kind) {
    case RecordKind::event:
      return passed(decode_event(record.body));
    case RecordKind::clock:
      return passed(decode_clock_step(record.body));
    case RecordKind::clock_state:
      return passed(decode_clock_state(record.body));
    case RecordKind::start:
      return passed(decode_start(record.body));
    case RecordKind::stop:
      return passed(decode_stop(record.body));
    case RecordKind::import:
      return passed(decode_import(record.body));
    case RecordKind::inception:
    case RecordKind::configuration:
    case RecordKind::interval:
    case RecordKind::figures:
    case RecordKind::correction:
    case RecordKind::detail_dropped:
      break;
  }
  return {};
}

}  // namespace

void Verifier::announce(std::uint64_t number, std::string_view bytes) {
  const auto record = open_record(bytes);
  if (!record || record->kind != RecordKind::detail_dropped) return;
  if (const auto entry = decode_dropped_detail(record->body)) dropped_.add(number, *entry);
}

Result<void> Verifier::entry(std::string_view bytes, const EntryDetail& detail) {
  const auto record = open_record(bytes);
  if (!record) return record.error();
  const bool first = summary_.entries == 0;
  if (first != (record->kind == RecordKind::inception))
    return Error{first ? "the first entry is no inception" : "a second inception"};
  Result<void> checked;
  if (record->kind != RecordKind::interval) checked = correction_.nothing_outstanding();
  if (!checked) return checked;
  switch (record->kind) {
    case RecordKind::inception:
      checked = inception(record->body);
      break;
    case RecordKind::configuration:
      checked = configuration(record->body, detail);
      break;
    case RecordKind::interval:
      checked = interval(record->body, detail);
      break;
    case RecordKind::figures:
      checked = figures(record->body);
      break;
    case RecordKind::correction:
      checked = correction(record->body);
      break;
    case RecordKind::detail_dropped:
      checked = drop(*record);
      break;
    case RecordKind::event:
    case RecordKind::clock:
    case RecordKind::clock_state:
    case RecordKind::start:
    case RecordKind::stop:
    case RecordKind::import:
      checked = only_form(*record);
      break;
  }
  if (!checked) return checked;
  tree_.append(hash_leaf(bytes));
  ++summary_.entries;
  return {};
}

Result<void> Verifier::skip(int level, const Hash& hash) {
  if (auto joined = tree_.append(level, hash); !joined) return joined;
  sparse_ = true;
  correction_.forget();
  drops_.forget_count();
  known_from_.reset();
  return {};
}

Result<void> Verifier::checkpoint(std::string_view note) {
  if (!key_) return Error{"a checkpoint before the inception"};
  if (auto complete = correction_.nothing_outstanding(); !complete) return complete;
  const auto checkpoint = verify(note, *key_);
  if (!checkpoint) return checkpoint.error();
  if (checkpoint->tree.size != tree_.size())
    return wrong("the checkpoint is over {} entries, not {}", checkpoint->tree.size, tree_.size());
  if (checkpoint->tree != tree_.head())
    return wrong("the first {} entries are not those that were signed", tree_.size());
  ++summary_.checkpoints;
  summary_.signed_entries = tree_.size();
  if (const auto time = time_of(*checkpoint)) summary_.signed_at = *time;
  return {};
}

Result<void> Verifier::inception(std::string_view body) {
  const auto entry = decode_inception(body);
  if (!entry) return entry.error();
  key_ = VerifierKey{entry->key_name, entry->public_key};
  site_ = entry->site;
  if (trusted_ && *trusted_ != *key_)
    return wrong("the ledger was begun with another key, {}", to_text(*key_));
  return {};
}

Result<void> Verifier::configuration(std::string_view body, const EntryDetail& detail) {
  auto entry = decode_configuration(body);
  if (!entry) return entry.error();
  if (!detail.text) return Error{"the text of the configuration is not there"};
  if (sha256(*detail.text) != entry->text)
    return Error{"the text of the configuration is not the one that was entered"};
  configuration_ = std::move(*entry);
  if (zone_of_ && configuration_.in_service) {
    const auto zone = zone_of_(configuration_.zone);
    if (!zone) return unknown_zone(configuration_.zone);
    in_service_ = service_start(configuration_.in_service, *zone);
  }
  configured_ = true;
  return {};
}

Result<void> Verifier::interval(std::string_view body, const EntryDetail& detail) {
  const auto entry = decode_interval(body);
  if (!entry) return entry.error();
  const auto& totals_of = entry->totals;
  if (!configured_) return Error{"an interval before any configuration"};
  const auto known = totals_.find(totals_of.interval.start);
  const bool first = known == totals_.end();
  const auto version = first ? 0 : known->second.version;
  // The versions before may be among the entries that were skipped.
  if (totals_of.version != version + 1 && !(first && sparse_))
    return wrong("version {} follows version {} of the same interval", totals_of.version, version);
  totals_[totals_of.interval.start] = totals_of;
  if (!known_from_) known_from_ = totals_of.interval.start;
  ++summary_.intervals;
  auto& extent = summary_.extent;
  if (!extent) extent = totals_of.interval;
  extent->start = std::min(extent->start, totals_of.interval.start);
  extent->end = std::max(extent->end, totals_of.interval.end);
  drops_.interval(tree_.size(), totals_of.interval.end);
  if (!detail.energies || !detail.evidence) {
    if (auto allowed = without_detail(totals_of.interval, detail); !allowed) return allowed;
    return correction_.interval(totals_of, nullptr);
  }
  if (sha256(*detail.energies) != entry->energies)
    return Error{"the energies of its meters are not those that were entered"};
  if (sha256(*detail.evidence) != entry->evidence)
    return Error{"the evidence of its meters is not the one that was entered"};
  const auto rows = decode_energies(*detail.energies);
  if (!rows) return rows.error();
  const auto evidence = decode_evidence(*detail.evidence, *rows, totals_of.interval);
  if (!evidence) return evidence.error();
  if (auto follows = correction_.interval(totals_of, &*rows); !follows) return follows;
  if (!configuration_.sums.empty()) {  // none: written by a program without a site
    if (!describes_all_totals(configuration_)) ++summary_.undescribed;
    if (auto follow = check_totals(configuration_, totals_of, *rows, *evidence); !follow)
      return follow;
  }
  return proofs(*entry, *rows, *evidence);
}

Result<void> Verifier::without_detail(const Period& interval, const EntryDetail& detail) {
  if (detail.energies || detail.evidence)
    return wrong("the {} of its meters are missing", detail.energies ? "evidence" : "energies");
  const bool dropped = dropped_.cover(tree_.size(), interval.end);
  if (!dropped && (!detail_of_ || detail_of_->contains(interval)))
    return Error{
        "energies and evidence of its meters are missing, no entry says they were dropped"};
  ++(dropped ? summary_.dropped : summary_.without_detail);
  return {};
}

Result<void> Verifier::drop(const OpenedRecord& record) {
  const auto entry = decode_dropped_detail(record.body);
  if (!entry) return entry.error();
  if (zone_of_) {
    const auto zone = zone_of_(configuration_.zone);
    if (!zone) return unknown_zone(configuration_.zone);
    const auto bound = detail_bound(entry->years, record.written_at, *zone);
    if (bound != entry->bound)
      return wrong("a rule of {} years drops what ended up to {}, not {}", entry->years,
                   format_rfc3339(bound), format_rfc3339(entry->bound));
  }
  return drops_.drop(*entry);
}

Result<void> Verifier::correction(std::string_view body) {
  const auto entry = decode_correction(body);
  if (!entry) return entry.error();
  const auto& meters = configuration_.meters;
  const auto meter = std::find_if(meters.begin(), meters.end(),
                                  [&](const auto& one) { return one.name == entry->meter; });
  if (meter == meters.end()) return wrong("the configuration has no meter {}", entry->meter);
  return correction_.begin(*entry, meter->number);
}

Result<void> Verifier::figures(std::string_view body) const {
  const auto entry = decode_figures(body);
  if (!entry) return entry.error();
  if (sparse_ && (!known_from_ || entry->period.start < *known_from_)) return {};
  const auto first = totals_.lower_bound(entry->period.start);
  std::vector<site::SiteInterval> intervals;
  for (auto one = first; one != totals_.end() && one->first < entry->period.end; ++one)
    intervals.push_back(one->second);
  auto expected = figures_of(entry->part, entry->period, intervals, in_service_);
  expected.method = entry->method;
  if (*entry == expected) return {};
  return wrong("facility {}, IT {} were published, the intervals before it come to {} and {}",
               joules(entry->facility), joules(entry->it), joules(expected.facility),
               joules(expected.it));
}

Result<void> Verifier::proofs(const IntervalEntry& entry, const std::vector<MeterRow>& rows,
                              const std::vector<MeterEvidence>& evidence) {
  const auto& interval = entry.totals.interval;
  std::vector<IntervalEnergy> meters;
  std::vector<std::uint32_t> numbers;
  meters.reserve(evidence.size());
  numbers.reserve(evidence.size());
  auto rests_on = evidence.begin();
  for (const auto& row : rows) {
    if (row.quality == Quality::missing) continue;
    auto whole = complete(*rests_on++, interval.start, chain_);
    if (!whole) return wrong("meter {}: the start of its energy is nowhere", row.number);
    if (whole->directions.empty() && !needs_evidence(row.quality)) continue;
    auto meter = claimed(interval, row, std::move(*whole));
    if (!entry.totals.clock_stepped && !energy::proves(meter.evidence, meter))
      return wrong("meter {}: its energy does not follow from its readings", row.number);
    meters.push_back(std::move(meter));
    numbers.push_back(row.number);
  }
  if (entry.totals.version == 1) chain_.follow(meters, numbers, interval.end);
  return {};
}

std::string describe_entry(std::string_view bytes) {
  const auto record = open_record(bytes);
  if (!record) return "unknown";
  if (record->kind == RecordKind::interval)
    if (const auto entry = decode_interval(record->body))
      return fmt::format("interval {} version {}", format_rfc3339(entry->totals.interval.start),
                         entry->totals.version);
  return fmt::format("{} written {}", name(record->kind), format_rfc3339(record->written_at));
}

}  // namespace pue::ledger

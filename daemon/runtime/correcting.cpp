#include "runtime/correcting.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "base/rfc3339.h"
#include "config/nearest.h"
#include "config/utf8.h"
#include "energy/direction_energy.h"
#include "engine/correction.h"
#include "ledger/configuration_record.h"
#include "ledger/interval_totals.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/sqlite_store.h"
#include "runtime/store_identity.h"

namespace pue::runtime {
namespace {

// All versions are made before any is written.
constexpr auto longest_correction = std::chrono::days{35};
constexpr std::size_t longest_words = 1000;

Result<MeterId> meter_of(const std::string& name, const engine::Settings& settings) {
  const auto& meters = settings.site.meters;
  const auto found = std::find_if(meters.begin(), meters.end(),
                                  [&](const auto& meter) { return meter.name == name; });
  if (found != meters.end()) return MeterId{static_cast<std::uint32_t>(found - meters.begin())};
  std::vector<std::string_view> known;
  for (const auto& meter : meters) known.push_back(meter.name);
  return Error{fmt::format("no meter \"{}\"{}", name, config::did_you_mean(name, known))};
}

/// A configuration, as far as it decides what a meter's energy changes.
ledger::ConfigurationEntry sums_of(ledger::ConfigurationEntry configuration) {
  ledger::ConfigurationEntry sums;
  sums.meters = std::move(configuration.meters);
  sums.sums = std::move(configuration.sums);
  sums.required = std::move(configuration.required);
  return sums;
}

/// As an earlier version of the program described the same site.
ledger::ConfigurationEntry as_before(ledger::ConfigurationEntry sums) {
  std::erase_if(sums.sums, [](const auto& sum) {
    const auto& name = sum.first;
    return name != "facility" && name.find("it") != 0 && name.find(':') == name.npos;
  });
  return sums;
}

/// Those that new versions are made with; a meter that the ledger does not know has a number that
/// no other has.
ledger::ConfigurationEntry sums_of(const site::SiteModel& model, const site::SiteSettings& site,
                                   const std::vector<std::string>& names) {
  std::vector<std::uint32_t> numbers;
  for (const auto& meter : site.meters) {
    const auto known = std::find(names.begin(), names.end(), meter.name);
    const auto unknown = known == names.end() ? numbers.size() : 0;
    numbers.push_back(static_cast<std::uint32_t>(known - names.begin() + unknown));
  }
  ledger::ConfigurationEntry entry;
  ledger::describe_site(entry, model, site, numbers);
  return sums_of(std::move(entry));
}

/// By the number of each configuration's entry: whether these are its sums.
Result<std::map<std::uint64_t, bool>> same_by_entry(ledger::LedgerFile& file,
                                                    const ledger::ConfigurationEntry& sums) {
  std::map<std::uint64_t, bool> same;
  for (const auto& entry : file.of_kind(ledger::RecordKind::configuration, 0, file.size())) {
    const auto record = ledger::open_record(entry.bytes);
    if (!record) return record.error();
    auto configuration = ledger::decode_configuration(record->body);
    if (!configuration) return configuration.error();
    const bool whole = ledger::describes_all_totals(*configuration);
    same.emplace(entry.number,
                 sums_of(std::move(*configuration)) == (whole ? sums : as_before(sums)));
  }
  return same;
}

/// A new version must differ from the former by the correction alone.
Result<void> check_same_sums(const std::string& path, const site::SiteModel& model,
                             const site::SiteSettings& site,
                             const std::vector<site::SiteInterval>& stored, const Period& period) {
  auto file = ledger::LedgerFile::open(path);
  if (!file) return file.error();
  const auto same = same_by_entry(*file, sums_of(model, site, file->meter_names()));
  if (!same) return same.error();
  const auto entries = file->interval_entries(period);
  std::size_t versions = 0;
  for (const auto& interval : stored) {
    versions += interval.version;
    if (versions > entries.size()) return Error{"the ledger's index of intervals is damaged"};
    const auto after = same->upper_bound(entries[versions - 1]);
    if (after != same->begin() && std::prev(after)->second) continue;
    return Error{
        fmt::format("the site's meters or sums were others when {} was entered: correct with the "
                    "configuration of then",
                    format_rfc3339(interval.interval.start))};
  }
  return {};
}

/// They go into the ledger as they are, for ever.
Result<void> check_words(const CorrectionRequest& request) {
  if (request.who.empty() || request.why.empty())
    return Error{"who corrects it, and why, must be said"};
  for (const auto* text : {&request.who, &request.why, &request.ticket}) {
    if (text->size() > longest_words)
      return Error{fmt::format("\"{:.20}…\": at most {} bytes", *text, longest_words)};
    if (const auto bad = config::first_bad_character(*text))
      return Error{fmt::format("who, why and ticket are plain text: {}", bad->message)};
  }
  return {};
}

Result<void> check_request(const CorrectionRequest& request, const engine::Settings& settings) {
  const auto meter = meter_of(request.meter, settings);
  if (!meter) return meter.error();
  const auto whole = [&](UtcTime t) { return floor_to(t, settings.interval) == t; };
  if (!whole(request.period.start) || !whole(request.period.end) ||
      request.period.start >= request.period.end)
    return Error{
        fmt::format("{} to {}: give whole intervals of {} min, for example 10:00 to 10:15",
                    format_rfc3339(request.period.start), format_rfc3339(request.period.end),
                    std::chrono::duration_cast<std::chrono::minutes>(settings.interval).count())};
  if (request.period.length() > longest_correction) return Error{"correct at most 35 days at once"};
  const bool net = energy::DirectionEnergy::is_net(settings.trackers[meter->index]);
  if (net && request.direction == energy::Direction::exported)
    return Error{
        fmt::format("{} has a net register: give its net energy as imported", request.meter)};
  if (request.energy < Joules{} && !net)
    return Error{"an energy is not negative; what flows the other way is exported"};
  return check_words(request);
}

/// Without the other meters' energies no version can be made.
Result<void> check_detail(const std::vector<site::SiteInterval>& stored) {
  for (const auto& interval : stored)
    if (interval.meters.empty())
      return Error{fmt::format(
          "the meters' energies of {} were dropped by the rule ledger.retention: what is "
          "older can be corrected no more",
          format_rfc3339(interval.interval.start))};
  return {};
}

struct Prepared {
  std::optional<Joules> before;
  std::vector<site::SiteInterval> versions;
  ledger::StoredState state;
};

Result<Prepared> prepared(const CorrectionRequest& request, const engine::Settings& settings,
                          ledger::HistoryStore& store, const std::string& path) {
  if (auto sound = check_request(request, settings); !sound) return sound.error();
  const auto meter = meter_of(request.meter, settings).value();
  const engine::MeterCorrection correction{meter, request.direction, request.period,
                                           request.energy};
  const auto stored = store.proven_intervals(request.period);
  if (!stored) return stored.error();
  if (auto known = check_detail(*stored); !known) return known.error();
  const auto model = site::SiteModel::build(settings.site);
  if (!model) return model.error();
  auto versions =
      engine::corrected(correction, *model, settings.trackers[meter.index].max_power, *stored);
  if (!versions) return versions.error();
  if (auto same = check_same_sums(path, *model, settings.site, *stored, request.period); !same)
    return same.error();
  const auto state = store.state();
  if (!state) return state.error();
  if (!*state) return Error{"the ledger has no state to continue from"};
  auto next = engine::state_after((*state)->state, request.meter, *versions);
  if (!next) return Error{"the ledger's state is not understood by this version"};
  return Prepared{engine::known_energy(correction, *stored),
                  std::move(*versions),
                  {(*state)->saved_at, std::move(*next)}};
}

}  // namespace

Result<void> check_correction(const CorrectionRequest& request, const engine::Settings& settings,
                              const std::string& path) {
  auto store = ledger::open_ledger_reader(path, store_identity(settings));
  if (!store) return store.error();
  const auto ready = prepared(request, settings, **store, path);
  if (!ready) return ready.error();
  return {};
}

Result<CorrectionDone> apply_correction(const CorrectionRequest& request,
                                        const engine::Settings& settings,
                                        ledger::HistoryStore& store, const std::string& path,
                                        UtcTime now) {
  const auto ready = prepared(request, settings, store, path);
  if (!ready) return ready.error();
  const ledger::Correction entry{request.meter,  request.direction, request.period, ready->before,
                                 request.energy, request.who,       request.why,    request.ticket};
  if (auto done = store.correct(entry, ready->versions, ready->state, now); !done)
    return done.error();
  return CorrectionDone{ready->before, ready->versions.size()};
}

}  // namespace pue::runtime

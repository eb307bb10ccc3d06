// S8: a ledger of 1,000 meters, beside its limits. It writes as many quarter hours as asked (2,976
// are a month) through the store that the daemon writes, reads them back, reports and verifies
// them; sizes and times of a year are those of the month times twelve. A file that is there is
// measured as it is.
//
// usage: s8_ledger FILE [METERS [INTERVALS]]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <thread>
#include <variant>

#include "base/rfc3339.h"
#include "commands/report.h"
#include "cpu_seconds.h"
#include "ledger/store/sqlite_store.h"
#include "ledger/store/verify_ledger.h"
#include "runtime/ledger_opening.h"
#include "runtime/load_configuration.h"
#include "runtime/store_identity.h"

using namespace pue;
using namespace pue::ledger;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int intervals_a_year = 35'040;
const UtcTime begin{std::chrono::seconds{1'767'225'600}};
constexpr auto quarter = std::chrono::minutes{15};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A meter of about 5 kW with a register in watt-hours, read every 5 s, and its power.
struct Meter {
  std::int64_t x;
  std::mt19937_64 dice;
  Duration phase;
  energy::BoundaryEvidence at;

  explicit Meter(unsigned seed)
      : x(static_cast<std::int64_t>(seed) * 987'654'321'000),
        dice(seed),
        phase(std::chrono::milliseconds{dice() % 5000}) {
    at = boundary(begin);
  }
  energy::BoundaryEvidence boundary(UtcTime time) {
    constexpr std::int64_t watt_hour = 3600;
    const auto before = x / watt_hour * watt_hour;
    energy::RegisterBounds bounds;
    bounds.before = {time - phase, Joules{before}};
    bounds.after = {time + std::chrono::seconds{5} - phase, Joules{before + 7 * watt_hour}};
    bounds.base = Joules{before};
    bounds.step = Joules{7 * watt_hour};
    bounds.above = Joules{watt_hour};
    return {Joules{x}, bounds};
  }
  energy::IntervalEnergy next(const Period& interval) {
    energy::DirectionEvidence evidence;
    evidence.start = at;
    const auto energy = static_cast<std::int64_t>(4'000'000 + dice() % 1'000'000);
    x += energy;
    evidence.end = at = boundary(interval.end);
    evidence.integral = Joules{energy + static_cast<std::int64_t>(dice() % 2000) - 1000};
    evidence.observed = interval.length();
    evidence.clamped = Joules{static_cast<std::int64_t>(dice() % 4000)};
    energy::IntervalEnergy result{interval, energy::Quality::measured, Joules{energy}, {}, {}};
    result.resolution = Joules{3600};
    result.clamped = evidence.clamped;
    result.evidence = energy::SharedEvidence({{evidence}});
    return result;
  }
};

void print(const char* what, double value, const char* unit, double limit) {
  fmt::print("{:42} {:10.3f} {:6} limit {:.3g}\n", what, value, unit, limit);
}

int fail(const Error& error) {
  fmt::print(stderr, "{}\n", error.message);
  return EXIT_FAILURE;
}

/// Half of them feed the site, more than the others take.
bool feeds(unsigned index, unsigned count) { return index < count * 11 / 20; }

std::string configuration_text(unsigned count) {
  std::string text =
      "site: {name: bench, timezone: UTC, commissioned: 2025-01-01, standard_racks: 1000}\n"
      "meters:\n";
  for (unsigned i = 0; i < count; ++i)
    text += fmt::format(
        "  - {{name: meter-{}, link: \"modbus+tcp://127.0.0.1\", unit: {}, role: {}, "
        "max_power: 50kW, accuracy: {{meter: \"0.5\"}}, points: ["
        "{{quantity: active_power_w, function: 3, address: {}, type: float32}}, "
        "{{quantity: energy_import_wh, function: 3, address: {}, type: uint32, resolution: "
        "1}}]}}\n",
        i, i % 240 + 1, feeds(i, count) ? "grid" : "it", i * 4, i * 4 + 2);
  return text;
}

Result<config::Configuration> configuration_of(const std::string& path, unsigned count) {
  auto loaded = config::load({path, configuration_text(count)}, runtime::lookups_for(path));
  if (const auto* errors = std::get_if<config::LocatedErrors>(&loaded))
    return Error{config::text_of(*errors)};
  return std::get<config::Configuration>(std::move(loaded));
}

/// Seconds of writing.
struct Writing {
  double all = 0;
  double longest = 0;
};

Result<Writing> write_ledger(const std::string& path, const config::Configuration& configuration,
                             int intervals) {
  const auto& site = configuration.engine.site;
  const auto count = static_cast<unsigned>(site.meters.size());
  const auto model = site::SiteModel::build(site);
  if (!model) return model.error();
  auto ledger = runtime::open_ledger(path, configuration, begin);
  if (!ledger) return ledger.error();
  std::vector<Meter> meters;
  for (unsigned i = 0; i < count; ++i) meters.emplace_back(i + 1);
  Writing writing;
  for (int i = 0; i < intervals; ++i) {
    const Period interval{begin + i * quarter, begin + (i + 1) * quarter};
    std::vector<energy::IntervalEnergy> energies;
    for (auto& meter : meters) energies.push_back(meter.next(interval));
    const auto closed = site::balance(*model, interval, 1, std::move(energies));
    const auto start = Clock::now();
    if (auto done = ledger->store->commit({closed}, {interval.end, ""}); !done) return done.error();
    const double took = seconds_since(start);
    writing.all += took;
    writing.longest = std::max(writing.longest, took);
  }
  if (auto done = ledger->store->close(begin + intervals * quarter); !done) return done.error();
  return writing;
}

struct Seconds {
  double waited = 0;
  double cpu = 0;
};

/// Of a report with every meter.
Result<Seconds> report_seconds(const std::string& path, int intervals) {
  commands::ReportOptions options;
  options.request.ledger = path;
  options.request.period =
      format_rfc3339(begin) + "/" + format_rfc3339(begin + intervals * quarter);
  options.format = "json";
  options.request.threads = std::thread::hardware_concurrency();
  const auto start = Clock::now();
  const auto cpu = cpu_seconds();
  if (auto document = commands::report(options); !document) return document.error();
  return Seconds{seconds_since(start), cpu_seconds() - cpu};
}

/// A day's report is mostly the reading of the configuration, which a year's does once as well.
Result<void> measure_report(const std::string& path, int intervals) {
  const auto day = report_seconds(path, 96);
  if (!day) return day.error();
  const auto whole = report_seconds(path, intervals);
  if (!whole) return whole.error();
  const auto of_year = [&](double a_day, double all) {
    return a_day + (all - a_day) / (intervals - 96) * (intervals_a_year - 96);
  };
  print("report of a year", of_year(day->waited, whole->waited), "s", 2);
  fmt::print("{:42} {:10.3f} s\n", "report of a year, CPU", of_year(day->cpu, whole->cpu));
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  fmt::print("{:42} {:10.0f} MB\n", "memory so far, greatest",
             static_cast<double>(used.ru_maxrss) / 1024);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return fail(Error{"usage: s8_ledger FILE [METERS [INTERVALS]]"});
  const std::string path = argv[1];
  const unsigned count = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1000;
  const int intervals = argc > 3 ? std::atoi(argv[3]) : 2976;
  const double a_year = static_cast<double>(intervals_a_year) / intervals;
  const auto configuration = configuration_of(path + ".yaml", count);
  if (!configuration) return fail(configuration.error());
  fmt::print("{} meters, {} quarter hours; a year is {:.1f} times that\n", count, intervals,
             a_year);
  if (!std::filesystem::exists(path)) {
    const auto writing = write_ledger(path, *configuration, intervals);
    if (!writing) return fail(writing.error());
    print("append of one interval, mean", writing->all / intervals * 1000, "ms", 50);
    print("append of one interval, longest", writing->longest * 1000, "ms", 50);
  }
  const auto bytes = static_cast<double>(std::filesystem::file_size(path));
  print("size of a year", bytes * a_year / 1e9, "GB", 1.5);
  print("bytes a meter's interval", bytes / count / intervals, "B",
        1.5e9 / 1000 / intervals_a_year);

  auto one = runtime::store_identity(configuration->engine);
  one.meters.clear();
  auto start = cpu_seconds();
  const auto month = open_ledger_reader(path, one).value()->meter(
      "meter-7", {begin, begin + std::min(intervals, 2976) * quarter});
  if (!month) return fail(month.error());
  print("one meter's month, CPU", (cpu_seconds() - start) * 1000, "ms", 50);
  start = cpu_seconds();
  const auto site =
      open_ledger_reader(path, one).value()->intervals({begin, begin + intervals * quarter});
  if (!site) return fail(site.error());
  print("the site's year, CPU", (cpu_seconds() - start) * a_year, "s", 2);
  if (auto reported = measure_report(path, intervals); !reported) return fail(reported.error());
  start = cpu_seconds();
  if (auto verified = verify_ledger(path, {}); !verified) return fail(verified.error());
  print("verify of a year, CPU", (cpu_seconds() - start) * a_year, "s", 60);
  return EXIT_SUCCESS;
}

// S8: a ledger of 1,000 meters, beside its limits. It writes as many quarter hours as asked (2,976
// are a month) through the store that the daemon writes, reads them back and verifies them; sizes
// and times of a year are those of the month times twelve.
//
// usage: s8_ledger FILE [METERS [INTERVALS]]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "cpu_seconds.h"
#include "ledger/store/sqlite_store.h"
#include "ledger/store/verify_ledger.h"

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

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return fail(Error{"usage: s8_ledger FILE [METERS [INTERVALS]]"});
  const std::string path = argv[1];
  const unsigned count = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1000;
  const int intervals = argc > 3 ? std::atoi(argv[3]) : 2976;
  const double a_year = static_cast<double>(intervals_a_year) / intervals;
  StoreIdentity identity;
  identity.site = "bench";
  std::vector<Meter> meters;
  for (unsigned i = 0; i < count; ++i) {
    identity.meters.push_back(fmt::format("meter-{}", i));
    meters.emplace_back(i + 1);
  }
  const auto key = SigningKey::from_seed(Seed{});
  auto store = open_ledger_writer(path, identity, Writer{&key, "bench", begin});
  if (!store) return fail(store.error());
  double writing = 0, longest = 0;
  for (int i = 0; i < intervals; ++i) {
    site::SiteInterval closed;
    closed.interval = {begin + i * quarter, begin + (i + 1) * quarter};
    closed.quality = energy::Quality::measured;
    closed.facility = closed.it = Joules{};
    for (auto& meter : meters) {
      closed.meters.push_back(meter.next(closed.interval));
      *closed.facility += closed.meters.back().imported;
      *closed.it += closed.meters.back().imported;
    }
    const auto start = Clock::now();
    if (auto done = (*store)->commit({closed}, {closed.interval.end, ""}); !done)
      return fail(done.error());
    const double took = seconds_since(start);
    writing += took;
    longest = std::max(longest, took);
  }
  if (auto done = (*store)->close(begin + intervals * quarter); !done) return fail(done.error());
  fmt::print("{} meters, {} quarter hours; a year is {:.1f} times that\n", count, intervals,
             a_year);
  const auto bytes = static_cast<double>(std::filesystem::file_size(path));
  print("size of a year", bytes * a_year / 1e9, "GB", 1.5);
  print("bytes a meter's interval", bytes / count / intervals, "B",
        1.5e9 / 1000 / intervals_a_year);
  print("append of one interval, mean", writing / intervals * 1000, "ms", 50);
  print("append of one interval, longest", longest * 1000, "ms", 50);

  auto one = identity;
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
  start = cpu_seconds();
  if (auto verified = verify_ledger(path, {}); !verified) return fail(verified.error());
  print("verify of a year, CPU", (cpu_seconds() - start) * a_year, "s", 60);
  return EXIT_SUCCESS;
}

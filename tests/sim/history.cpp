#include "sim/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <iterator>

#include "base/rfc3339.h"
#include "sim/meters.h"

namespace pue::sim {
namespace {

constexpr std::int64_t longest_step_s = 60;
constexpr std::int64_t day_s = 86400;

std::int64_t months_before(std::int64_t until, int months, double utc_offset_hours) {
  using namespace std::chrono;
  const auto offset = static_cast<std::int64_t>(utc_offset_hours * 3600.0);
  const sys_seconds local{seconds{until + offset}};
  const auto day = floor<days>(local);
  year_month_day date = year_month_day{day} - std::chrono::months{months};
  if (!date.ok()) date = date.year() / date.month() / last;
  return (sys_days{date} + (local - day)).time_since_epoch().count() - offset;
}

std::string time_text(std::int64_t t) { return format_rfc3339(UtcTime{std::chrono::seconds{t}}); }

// The rows of all meters at one moment.
void append_readings(const SiteDescription& site, const EnergyAccount& account,
                     fmt::memory_buffer& rows) {
  const auto moment = account.at_part(0);
  const std::string time = time_text(account.time());
  for (const auto& meter : site.meters) {
    const MeterValues values = meter_values(meter, moment, {});
    const auto shown = [&](double wh) {
      return shown_energy_wh(meter.registers, meter.step_wh, wh);
    };
    if (meter.registers == RegisterKind::water) {
      fmt::format_to(std::back_inserter(rows), "{},{},volume_m3,{}\n", time, meter.name,
                     shown(values.energy_import_wh) / 1000);
      continue;
    }
    fmt::format_to(std::back_inserter(rows),
                   "{0},{1},active_power_w,{2}\n{0},{1},energy_import_wh,{3}\n"
                   "{0},{1},energy_export_wh,{4}\n",
                   time, meter.name, static_cast<float>(values.active_power_w),
                   shown(values.energy_import_wh), shown(values.energy_export_wh));
  }
}

void write(std::ostream& out, const fmt::memory_buffer& text) {
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

std::int64_t step_at(std::int64_t t, const HistorySpan& span) {
  return t < span.until - day_s ? span.step : span.last_day_step;
}

// Moments at multiples of a minute as well as of `step`, so that quarter hours are always met.
void advance(EnergyAccount& account, TruthRecord& truth, std::int64_t until) {
  while (account.time() < until) {
    const std::int64_t minute = (account.time() / longest_step_s + 1) * longest_step_s;
    account.step_to(std::min(minute, until));
    truth.note(account.time(), account.energies());
  }
}

}  // namespace

Result<HistorySpan> history_span(const std::string& length, std::int64_t until, std::int64_t step,
                                 double utc_offset_hours) {
  int count = 0;
  const char* end = length.data() + length.size();
  const auto [at, error] = std::from_chars(length.data(), end, count);
  const std::string unit(at, end);
  if (error != std::errc{} || count < 1 || count > 1000 ||
      (unit != "mo" && unit != "d" && unit != "h"))
    return Error{fmt::format("--history \"{}\": write 13mo, 30d or 48h", length)};
  std::int64_t from = until - std::int64_t{count} * (unit == "d" ? 86400 : 3600);
  if (unit == "mo") from = months_before(until, count, utc_offset_hours);
  return HistorySpan{from - from % step, until, step, step};
}

SimulationState write_history(const SiteDescription& site, std::uint64_t seed,
                              const HistorySpan& span, std::ostream& readings,
                              std::ostream* truth_out,
                              const std::function<void(double)>& progress) {
  constexpr std::size_t flush_bytes = 1U << 20U;
  EnergyAccount account(site.plant, seed, span.from, {}, 1.0);
  TruthRecord truth;
  truth.note(span.from, account.energies());
  fmt::memory_buffer rows;
  readings << "# SIMULATED by puesim, seed " << seed << "\ntime,meter,quantity,value\n";
  if (truth_out != nullptr) *truth_out << "time,facility_joules,it_joules\n";
  for (std::int64_t t = span.from; t <= span.until; t += step_at(t, span)) {
    advance(account, truth, t);
    append_readings(site, account, rows);
    if (truth_out != nullptr)
      *truth_out << time_text(t) << ',' << std::llround(facility_energy_j(account.energies()))
                 << ',' << std::llround(it_energy_j(account.energies())) << '\n';
    if (rows.size() < flush_bytes) continue;
    write(readings, rows);
    rows.clear();
    progress(static_cast<double>(t - span.from) / static_cast<double>(span.until - span.from));
  }
  write(readings, rows);
  advance(account, truth, span.until);
  return {seed, span.until, 1.0, account.energies(), {}, std::move(truth)};
}

}  // namespace pue::sim

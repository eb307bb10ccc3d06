#include "exporters/prometheus/daemon_state.h"

#include <array>

namespace pue::prometheus {
namespace {

void add_count(Series& series, std::optional<std::uint64_t> count) {
  if (count) series.add_count(*count);
}

void ledger_records(const View& view, Series& series) {
  series.add_count(view.telemetry.store.records);
}
void tree_size(const View& view, Series& series) {
  if (!view.telemetry.store.checkpoint.empty())
    series.add(static_cast<double>(view.telemetry.store.signed_records));
}
void checkpoints_unsynced(const View& view, Series& series) {
  if (const auto count = view.telemetry.store.checkpoints_unsynced)
    series.add(static_cast<double>(*count));
}
void last_commit(const View& view, Series& series) { series.add(view.telemetry.store.last_commit); }
void clock_synchronised(const View& view, Series& series) {
  const auto sync = view.telemetry.clock.sync;
  if (sync == engine::ClockSync::unknown) return;
  series.add(sync == engine::ClockSync::synchronised ? 1.0 : 0.0);
}
void reload_successful(const View& view, Series& series) {
  series.add(view.telemetry.reload.last_successful ? 1.0 : 0.0);
}
void reload_time(const View& view, Series& series) {
  series.add(std::optional(view.telemetry.reload.last_success));
}
void build_info(const View& view, Series& series) { series.add(1.0, {view.telemetry.version}); }
void cpu(const View& view, Series& series) { series.add(view.process.cpu_seconds); }
void resident(const View& view, Series& series) { add_count(series, view.process.resident_bytes); }
void open_descriptors(const View& view, Series& series) {
  add_count(series, view.process.open_descriptors);
}
void descriptor_limit(const View& view, Series& series) {
  add_count(series, view.process.descriptor_limit);
}
void start_time(const View& view, Series& series) { series.add(view.process.started); }

constexpr std::array families = {
    Family{"pue_ledger_records_total", Kind::Counter, "site", "Entries in the ledger.",
           ledger_records},
    Family{"pue_ledger_tree_size", Kind::Gauge, "site",
           "Entries under the newest signed checkpoint of the ledger.", tree_size},
    Family{"pue_ledger_checkpoints_unsynced", Kind::Gauge, "site",
           "Signed checkpoints that are not in the directory of checkpoints.",
           checkpoints_unsynced},
    Family{"pue_ledger_last_commit_timestamp_seconds", Kind::Gauge, "site",
           "When the store last committed.", last_commit},
    Family{"pue_clock_synchronised", Kind::Gauge, "site",
           "1 if a time service keeps the wall clock, else 0.", clock_synchronised},
    Family{"pue_config_last_reload_successful", Kind::Gauge, "site",
           "1 if the last load of the configuration succeeded, else 0.", reload_successful},
    Family{"pue_config_last_reload_success_timestamp_seconds", Kind::Gauge, "site",
           "When the configuration in force was loaded.", reload_time},
    Family{"pue_build_info", Kind::Gauge, "version", "1, with the version as a label.", build_info},
    Family{"process_cpu_seconds_total", Kind::Counter, "site", "User and system CPU time spent.",
           cpu},
    Family{"process_resident_memory_bytes", Kind::Gauge, "site", "Resident memory.", resident},
    Family{"process_open_fds", Kind::Gauge, "site", "Open file descriptors.", open_descriptors},
    Family{"process_max_fds", Kind::Gauge, "site", "Limit of open file descriptors.",
           descriptor_limit},
    Family{"process_start_time_seconds", Kind::Gauge, "site", "When the process started.",
           start_time},
};

}  // namespace

std::span<const Family> daemon_state() { return families; }

}  // namespace pue::prometheus

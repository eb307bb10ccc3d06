#include "ledger/store/bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "ledger/bundle_tables.h"
#include "ledger/configuration_record.h"
#include "ledger/interval_record.h"
#include "ledger/store/interval_table.h"
#include "ledger/store/numbered_file.h"
#include "ledger/store/sqlite_error.h"

namespace pue::ledger {
namespace {

constexpr std::uint64_t entries_per_progress = 1024;

/// Throws std::ios_base::failure.
void write_file(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.exceptions(std::ios::badbit | std::ios::failbit);
  file << text << std::flush;
}

/// Evidence is complete in itself from each such moment on.
Period with_its_chain(const Period& period) {
  return {floor_to(period.start, evidence_restart), period.end};
}

/// The entries before the last stretch that are in every bundle.
std::vector<LedgerEntry> lasting_entries(LedgerFile& ledger, std::uint64_t before) {
  std::vector<LedgerEntry> all;
  for (const auto kind : {RecordKind::inception, RecordKind::configuration, RecordKind::event,
                          RecordKind::correction, RecordKind::clock_state}) {
    auto entries = ledger.of_kind(kind, 0, before);
    std::move(entries.begin(), entries.end(), std::back_inserter(all));
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  return all;
}

class BundleWriter {
 public:
  BundleWriter(LedgerFile& ledger, const BundleRequest& request, std::filesystem::path folder)
      : ledger_(ledger), request_(request), folder_(std::move(folder)) {}

  Result<BundleContent> operator()() {
    if (auto found = find_stretch(); !found) return found.error();
    std::filesystem::create_directories(folder_ / "checkpoints");
    std::filesystem::create_directories(folder_ / "configuration");
    if (auto written = write_entries(); !written) return written.error();
    if (auto written = write_detail(); !written) return written.error();
    if (auto written = write_checkpoints(); !written) return written.error();
    const auto tables = tables_.finish(request_.period, request_.zone_of);
    if (!tables) return tables.error();
    for (const auto& [name, text] : *tables) write_file(folder_ / name, text);
    content_.intervals = tables_.intervals(request_.period);
    return content_;
  }

 private:
  Result<void> find_stretch() {
    const auto newest = ledger_.newest_checkpoint(ledger_.size());
    const auto intervals = ledger_.interval_entries(request_.period);
    if (!newest || intervals.empty() || intervals.front() >= newest->entries)
      return Error{fmt::format("ledger {}: nothing of this period is signed yet", ledger_.path())};
    content_.entries = newest->entries;
    // Whoever reads it sees that no interval of the period can lie before.
    first_ = ledger_.last_interval_before(with_its_chain(request_.period).start);
    return {};
  }

  Result<void> write_entries() {
    NumberedFileWriter file(folder_ / "entries.bin");
    std::string subtrees = "level,position,hash\n";
    std::uint64_t next = 0;
    for (const auto& entry : lasting_entries(ledger_, first_)) {
      if (auto done = write_gap(subtrees, next, entry.number); !done) return done;
      if (auto done = add(file, entry); !done) return done;
      next = entry.number + 1;
    }
    if (auto done = write_gap(subtrees, next, first_); !done) return done;
    for (auto number = first_; number < content_.entries; ++number) {
      auto bytes = ledger_.bytes(number);
      if (!bytes) return damaged(fmt::format("entry {} is missing", number));
      if (auto done = add(file, {number, *std::move(bytes)}); !done) return done;
      if (request_.progress && number % entries_per_progress == 0)
        request_.progress(number - first_, content_.entries - first_);
    }
    write_file(folder_ / "subtrees.csv", subtrees);
    return {};
  }

  Result<void> add(NumberedFileWriter& file, const LedgerEntry& entry) {
    file.write(entry.number, entry.bytes);
    ++content_.contained;
    if (auto taken = tables_.entry(entry.bytes, entry.number); !taken)
      return damaged(fmt::format("entry {}: {}", entry.number, taken.error().message));
    const auto record = open_record(entry.bytes);
    if (record->kind != RecordKind::configuration) return {};
    const auto configuration = decode_configuration(record->body);
    const auto text = ledger_.configuration_text(configuration->text);
    if (!text) return damaged("the text of a configuration is missing");
    const auto name = to_hex(configuration->text) + ".yaml";
    write_file(folder_ / "configuration" / name, *text);
    return {};
  }

  /// The largest complete subtrees over the entries [from, to) that are not in the bundle.
  Result<void> write_gap(std::string& lines, std::uint64_t from, std::uint64_t to) {
    while (from < to) {
      int level = 0;
      while (from % (std::uint64_t{2} << level) == 0 && from + (std::uint64_t{2} << level) <= to)
        ++level;
      const auto position = from >> level;
      const auto hash = ledger_.subtree(level, position);
      if (!hash) return damaged("a hash of its tree is missing");
      lines += fmt::format("{},{},{}\n", level, position, to_hex(*hash));
      from += std::uint64_t{1} << level;
    }
    return {};
  }

  Result<void> write_detail() {
    NumberedFileWriter energies(folder_ / "energies.bin");
    NumberedFileWriter evidence(folder_ / "evidence.bin");
    auto numbers = ledger_.interval_entries(with_its_chain(request_.period));
    std::sort(numbers.begin(), numbers.end());
    for (const auto number : numbers) {
      if (number >= content_.entries) break;
      const auto rows = ledger_.energies(number);
      auto proof = ledger_.evidence(number);
      if (!proof) return proof.error();
      if (!rows || !*proof) {  // a daemon may drop it between the two
        if (auto dropped = check_dropped(number); !dropped) return dropped;
        continue;
      }
      energies.write(number, *rows);
      evidence.write(number, **proof);
      if (auto taken = tables_.energies(number, *rows); !taken)
        return damaged(fmt::format("entry {}: {}", number, taken.error().message));
    }
    return {};
  }

  Result<void> check_dropped(std::uint64_t number) {
    const auto drop = ledger_.dropped_detail(content_.entries);
    if (!drop) return drop.error();
    const auto bytes = ledger_.bytes(number).value_or("");
    const auto record = open_record(bytes);
    const auto interval = record ? decode_interval(record->body) : record.error();
    if (*drop && interval && number <= (*drop)->last &&
        interval->totals.interval.end <= (*drop)->bound)
      return {};
    return damaged(
        fmt::format("the detail of entry {} is missing, and no signed entry says that it "
                    "was dropped",
                    number));
  }

  Result<void> write_checkpoints() {
    for (const auto& note : ledger_.checkpoints(first_ + 1, content_.entries))
      write_file(folder_ / "checkpoints" / fmt::format("{:010}.txt", note.entries), note.note);
    const auto inception = ledger_.inception();
    if (!inception) return inception.error();
    write_file(folder_ / "key.txt",
               to_text(VerifierKey{inception->key_name, inception->public_key}) + "\n");
    write_file(folder_ / "bundle.json",
               tables_.description(inception->site, request_.period, content_.entries));
    return {};
  }

  Error damaged(const std::string& what) const { return damaged_ledger(ledger_.path(), what); }

  LedgerFile& ledger_;
  const BundleRequest& request_;
  std::filesystem::path folder_;
  BundleTables tables_;
  BundleContent content_;
  std::uint64_t first_ = 0;  // of the last stretch
};

}  // namespace

Result<BundleContent> write_bundle(LedgerFile& ledger, const BundleRequest& request,
                                   const std::filesystem::path& folder) {
  return BundleWriter(ledger, request, folder)();
}

}  // namespace pue::ledger

#include "ledger/store/verify_bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fstream>
#include <iterator>

#include "base/rfc3339.h"
#include "ledger/bundle_tables.h"
#include "ledger/configuration_record.h"
#include "ledger/interval_record.h"
#include "ledger/store/interval_table.h"
#include "ledger/store/numbered_file.h"

namespace pue::ledger {
namespace {

namespace fs = std::filesystem;

Result<std::string> text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{fmt::format("{} is missing", path.filename().string())};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::optional<Hash> hash_from_hex(std::string_view hex) {
  Hash hash{};
  if (hex.size() != 2 * hash.size()) return std::nullopt;
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int high = digit(hex[2 * i]);
    const int low = digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash[i] = static_cast<std::uint8_t>(16 * high + low);
  }
  return hash;
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  std::uint64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

/// A line of subtrees.csv.
struct Known {
  int level = 0;
  Hash hash{};
};

/// By the entry with which each begins.
Result<std::map<std::uint64_t, Known>> subtrees_of(const std::string& text) {
  std::map<std::uint64_t, Known> known;
  if (text.rfind("level,position,hash\n", 0) != 0)
    return Error{"subtrees.csv:1: not the header \"level,position,hash\""};
  std::size_t line = 1;
  const std::string_view all(text);
  for (auto at = all.find('\n'); at != all.npos && at + 1 < all.size(); ++line) {
    const auto end = std::min(all.find('\n', at + 1), all.size());
    const auto row = all.substr(at + 1, end - at - 1);
    at = end;
    const auto first = row.find(',');
    const auto second = row.find(',', first + 1);
    const auto level = parse_unsigned(row.substr(0, first));
    const auto position = second == row.npos
                              ? std::nullopt
                              : parse_unsigned(row.substr(first + 1, second - first - 1));
    const auto hash = second == row.npos ? std::nullopt : hash_from_hex(row.substr(second + 1));
    if (!level || !position || !hash || *level > 62 || *position >> (62 - *level) != 0)
      return Error{fmt::format("subtrees.csv:{}: not a level, a position and a hash", line + 1)};
    known[*position << *level] = {static_cast<int>(*level), *hash};
  }
  return known;
}

struct Description {
  std::string site;
  Period period;
  std::uint64_t entries = 0;
};

Result<Description> description_of(const std::string& text) {
  try {
    const auto parsed = boost::json::parse(text);
    const auto& period = parsed.at("period");
    const auto start = parse_rfc3339(std::string(period.at("start").as_string()));
    const auto end = parse_rfc3339(std::string(period.at("end").as_string()));
    if (parsed.at("format").as_int64() == 1 && start && end)
      return Description{std::string(parsed.at("site").as_string()),
                         {*start, *end},
                         static_cast<std::uint64_t>(parsed.at("entries").as_int64())};
  } catch (const std::exception&) {
    // told below
  }
  return Error{"bundle.json: not the description of a bundle of form 1"};
}

/// The first line in which two texts differ, from 1.
std::size_t first_difference(const std::string& a, const std::string& b) {
  const auto at = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  return 1 + static_cast<std::size_t>(std::count(a.begin(), at, '\n'));
}

class BundleRun {
 public:
  BundleRun(fs::path folder, const VerifyOptions& options)
      : folder_(std::move(folder)),
        options_(options),
        verifier_(options.key, options.zone_of),
        entries_(folder_ / "entries.bin"),
        energies_(folder_ / "energies.bin"),
        evidence_(folder_ / "evidence.bin") {}

  Result<VerifiedBundle> operator()() {
    if (auto prepared = prepare(); !prepared) return prepared.error();
    while (true) {
      auto entry = entries_.next();
      if (!entry) return Error{"entries.bin: " + entry.error().message};
      if (!*entry) break;
      if (auto checked = check(**entry); !checked)
        return Error{fmt::format("entry {} ({}): {}", (*entry)->number,
                                 describe_entry((*entry)->bytes), checked.error().message)};
      if (auto agreed = meet_checkpoints(); !agreed) return agreed.error();
      if (options_.progress) options_.progress(verifier_.head().size, description_.entries);
    }
    return finish();
  }

 private:
  Result<void> prepare() {
    const auto description = text_of(folder_ / "bundle.json");
    if (!description) return description.error();
    const auto parsed = description_of(*description);
    if (!parsed) return parsed.error();
    description_ = *parsed;
    verifier_.need_detail_of(
        {floor_to(description_.period.start, evidence_restart), description_.period.end});
    if (auto announced = announce_drops(); !announced) return announced;
    const auto subtrees = text_of(folder_ / "subtrees.csv");
    if (!subtrees) return subtrees.error();
    auto known = subtrees_of(*subtrees);
    if (!known) return known.error();
    subtrees_ = std::move(*known);
    return read_checkpoints();
  }

  Result<void> announce_drops() {
    NumberedFile entries(folder_ / "entries.bin");
    while (true) {
      const auto entry = entries.next();
      if (!entry) return Error{"entries.bin: " + entry.error().message};
      if (!*entry) return {};
      verifier_.announce((*entry)->number, (*entry)->bytes);
    }
  }

  Result<void> read_checkpoints() {
    std::vector<KnownCheckpoint> notes = options_.known;
    std::error_code absent;
    for (const auto& file : fs::directory_iterator(folder_ / "checkpoints", absent)) {
      auto note = text_of(file.path());
      if (!note) return note.error();
      notes.push_back({"checkpoints/" + file.path().filename().string(), std::move(*note)});
    }
    for (auto& note : notes) {
      const auto size = size_of_note(note.note);
      if (!size) return Error{fmt::format("{}: {}", note.source, size.error().message)};
      checkpoints_.emplace(*size, std::move(note));
    }
    return {};
  }

  Result<void> check(const NumberedBytes& entry) {
    while (verifier_.head().size < entry.number)
      if (auto skipped = skip(); !skipped) return skipped;
    if (verifier_.head().size != entry.number) return Error{"the entries are not in their order"};
    EntryDetail detail;
    if (auto taken = take(energies_, entry.number, detail.energies); !taken) return taken;
    if (auto taken = take(evidence_, entry.number, detail.evidence); !taken) return taken;
    const auto record = open_record(entry.bytes);
    if (record && record->kind == RecordKind::configuration) {
      const auto configuration = decode_configuration(record->body);
      if (!configuration) return configuration.error();
      const auto name = to_hex(configuration->text) + ".yaml";
      auto text = text_of(folder_ / "configuration" / name);
      if (!text) return text.error();
      detail.text = std::move(*text);
    }
    if (record && record->kind == RecordKind::interval && !stretch_begun_)
      if (auto begun = begin_stretch(record->body); !begun) return begun;
    if (auto checked = verifier_.entry(entry.bytes, detail); !checked) return checked;
    ++contained_;
    if (auto told = tables_.entry(entry.bytes, entry.number); !told) return told;
    return detail.energies ? tables_.energies(entry.number, *detail.energies) : Result<void>{};
  }

  /// The first interval: where entries before it were left out, it shows that they are of earlier
  /// intervals only.
  Result<void> begin_stretch(std::string_view body) {
    stretch_begun_ = true;
    const auto interval = decode_interval(body);
    if (!interval) return interval.error();
    const auto needed = floor_to(description_.period.start, evidence_restart);
    if (verifier_.head().size == contained_ || interval->totals.interval.start <= needed) return {};
    return Error{"the entries before it that are left out may hold intervals of the period"};
  }

  /// Entries that are not in the bundle: none may be left out once its intervals have begun.
  Result<void> skip() {
    const auto at = verifier_.head().size;
    const auto known = subtrees_.find(at);
    if (known == subtrees_.end() || stretch_begun_)
      return Error{fmt::format("entry {} is missing", at)};
    if (auto joined = verifier_.skip(known->second.level, known->second.hash); !joined)
      return joined;
    return meet_checkpoints();
  }

  static Result<void> take(NumberedFile& file, std::uint64_t number,
                           std::optional<std::string>& bytes) {
    auto next = file.take(number);
    if (!next) return Error{fmt::format("{}: {}", file.name(), next.error().message)};
    bytes = std::move(*next);
    return {};
  }

  Result<void> meet_checkpoints() {
    const auto [first, last] = checkpoints_.equal_range(verifier_.head().size);
    for (auto one = first; one != last; ++one)
      if (auto agreed = verifier_.checkpoint(one->second.note); !agreed)
        return Error{fmt::format("{}: {}", one->second.source, agreed.error().message)};
    for (auto one = first; one != last; ++one) folder_met_ = folder_met_ || one->second.of_folder;
    checkpoints_.erase(first, last);
    return {};
  }

  Result<VerifiedBundle> finish() {
    const auto size = verifier_.head().size;
    if (size != description_.entries || verifier_.summary().signed_entries != size)
      return Error{
          fmt::format("the entries end at {}, no checkpoint is over just these: they were "
                      "cut off",
                      size)};
    if (auto met = check_unmet(); !met) return met.error();
    for (auto* file : {&energies_, &evidence_})
      if (!file->at_end())
        return Error{fmt::format("{}: it holds what belongs to no entry", file->name())};
    const auto key = text_of(folder_ / "key.txt");
    if (!key) return key.error();
    if (description_.site != verifier_.site())
      return Error{"bundle.json: its site is not that of the entries"};
    if (!verifier_.key() || *key != to_text(*verifier_.key()) + "\n")
      return Error{"key.txt: it is not the key of the entries"};
    return compare_tables();
  }

  /// Of the checkpoints of a folder one at least must be met.
  Result<void> check_unmet() const {
    for (const auto& [size, note] : checkpoints_)
      if (!note.of_folder || !folder_met_) return unmet(size, note);
    return {};
  }

  Error unmet(std::uint64_t size, const KnownCheckpoint& note) const {
    const char* remedy = size > description_.entries
                             ? "after those of this bundle: make a newer one"
                             : "before those of this bundle: compare it with a bundle of an "
                               "earlier period, or with the ledger";
    return Error{fmt::format("{} is over {} entries, {}", note.source, size, remedy)};
  }

  Result<VerifiedBundle> compare_tables() {
    const auto tables = tables_.finish(description_.period, options_.zone_of);
    if (!tables) return tables.error();
    for (const auto& [name, expected] : *tables) {
      const auto text = text_of(folder_ / name);
      if (!text) return text.error();
      if (*text != expected)
        return Error{fmt::format("{}:{}: it does not say what the entries say", name,
                                 first_difference(*text, expected))};
    }
    return VerifiedBundle{verifier_.summary(), contained_, checkpoints_.size(),
                          tables->at("figures.csv")};
  }

  fs::path folder_;
  const VerifyOptions& options_;
  Verifier verifier_;
  NumberedFile entries_;
  NumberedFile energies_;
  NumberedFile evidence_;
  Description description_;
  std::map<std::uint64_t, Known> subtrees_;
  std::multimap<std::uint64_t, KnownCheckpoint> checkpoints_;  // by size; not met yet
  bool folder_met_ = false;
  bool stretch_begun_ = false;
  std::uint64_t contained_ = 0;
  BundleTables tables_;
};

}  // namespace

Result<VerifiedBundle> verify_bundle(const fs::path& folder, const VerifyOptions& options) {
  return BundleRun(folder, options)();
}

}  // namespace pue::ledger

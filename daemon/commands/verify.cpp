#include "commands/verify.h"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "base/rfc3339.h"
#include "commands/command_line.h"
#include "commands/zip_archive.h"
#include "ledger/store/verify_bundle.h"
#include "runtime/data_files.h"
#include "runtime/zone_database.h"

namespace pue::commands {
namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

Result<ledger::VerifierKey> key_of(const std::string& option) {
  auto text = option;
  if (std::filesystem::is_regular_file(option)) {
    const auto content = runtime::read_text_file(option);
    if (!content) return content.error();
    text = first_line(*content);
  }
  auto key = ledger::parse_verifier_key(text);
  if (!key) return Error{fmt::format("--key {}: {}", option, key.error().message)};
  return key;
}

/// SIZE.txt, as pued names them; what else stands there is passed over.
bool is_checkpoint_name(const std::filesystem::path& name) {
  const auto size = name.stem().string();
  return name.extension() == ".txt" && !size.empty() &&
         size.find_first_not_of("0123456789") == std::string::npos;
}

/// The file itself, or the checkpoints of a directory.
Result<std::vector<std::string>> checkpoint_files(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return std::vector{path};
  std::vector<std::string> files;
  std::error_code failure;
  for (const auto& file : std::filesystem::directory_iterator(path, failure))
    if (is_checkpoint_name(file.path().filename())) files.push_back(file.path().string());
  if (failure) return Error{fmt::format("--checkpoint {}: {}", path, failure.message())};
  if (files.empty())
    return Error{fmt::format("--checkpoint {}: it holds no checkpoints SIZE.txt", path)};
  std::sort(files.begin(), files.end());
  return files;
}

Result<void> read_checkpoints(const std::string& option, ledger::VerifyOptions& result) {
  const auto files = checkpoint_files(option);
  if (!files) return files.error();
  for (const auto& file : *files) {
    auto note = runtime::read_text_file(file);
    if (!note) return note.error();
    result.known.push_back({file, std::move(*note), file != option});
  }
  return {};
}

Result<ledger::VerifyOptions> read_options(const VerifyLedgerOptions& options) {
  ledger::VerifyOptions result;
  result.zone_of = runtime::find_zone;
  if (options.key) {
    auto key = key_of(*options.key);
    if (!key) return key.error();
    result.key = std::move(*key);
  }
  for (const auto& option : options.checkpoints)
    if (auto read = read_checkpoints(option, result); !read) return read.error();
  return result;
}

bool is_zip(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 2> begin{};
  return file.read(begin.data(), begin.size()) && begin == std::array<char, 2>{'P', 'K'};
}

void print(const ledger::VerifiedLedger& verified, const VerifyLedgerOptions& options,
           std::ostream& out) {
  fmt::print(out, "verified: {} entries, {} interval versions, {} checkpoints\n", verified.entries,
             verified.intervals, verified.checkpoints);
  if (verified.extent)
    fmt::print(out, "intervals from {} to {}\n", format_rfc3339(verified.extent->start),
               format_rfc3339(verified.extent->end));
  if (verified.dropped > 0)
    fmt::print(
        out,
        "NOTE: of {} interval versions the detail was dropped by rule, as entries say: their "
        "totals are as they were entered, they were not recomputed\n",
        verified.dropped);
  if (verified.undescribed > 0)
    fmt::print(out,
               "NOTE: {} interval versions were entered by an earlier version of pued: of their "
               "totals facility, IT, overheads and sources were recomputed\n",
               verified.undescribed);
  if (verified.without_detail > 0)
    fmt::print(out,
               "{} interval versions outside the period have no detail here: their totals were not "
               "recomputed\n",
               verified.without_detail);
  if (verified.signed_at)
    fmt::print(out, "signed: {} entries, last {}\n", verified.signed_entries,
               format_rfc3339(*verified.signed_at));
  else
    fmt::print(out, "signed: nothing yet\n");
  if (!options.key)
    fmt::print(out, "NOTE: without --key the key in the ledger itself was believed\n");
  if (options.checkpoints.empty())
    fmt::print(out,
               "NOTE: without a checkpoint that left the machine, whoever holds the key could "
               "have written all of it anew\n");
}

Result<void> verify_a_ledger(const VerifyLedgerOptions& options,
                             const ledger::VerifyOptions& settings, std::ostream& out) {
  const auto verified = ledger::verify_ledger(options.ledger, settings);
  if (!verified) return verified.error();
  print(*verified, options, out);
  if (verified->entries > verified->signed_entries)
    fmt::print(out, "{} entries after it are not signed yet\n",
               verified->entries - verified->signed_entries);
  return {};
}

/// The line of figures.csv that stands for the whole period.
std::string whole_period(const std::string& figures) {
  const auto begin = figures.rfind('\n', figures.size() - 2);
  return figures.substr(begin + 1);
}

Result<void> verify_a_bundle(const VerifyLedgerOptions& options,
                             const ledger::VerifyOptions& settings, std::ostream& out) {
  const ScratchFolder scratch;
  std::filesystem::path folder = options.ledger;
  if (!std::filesystem::is_directory(folder)) {
    if (auto unpacked = unpack(folder, scratch.path()); !unpacked) return unpacked;
    folder = scratch.path();
  }
  const auto verified = ledger::verify_bundle(folder, settings);
  if (!verified)
    return Error{fmt::format("bundle {}: {}", options.ledger, verified.error().message)};
  print(verified->ledger, options, out);
  if (verified->beyond > 0)
    fmt::print(out,
               "NOTE: {} of the checkpoints are over entries that this bundle does not hold: they "
               "were not compared\n",
               verified->beyond);
  fmt::print(out, "step,start,end,facility J,IT J,PUE,covered s,elapsed s\n{}",
             whole_period(verified->figures));
  return {};
}

}  // namespace

Result<void> verify(const VerifyLedgerOptions& options, std::ostream& out, std::ostream& notes,
                    bool show_progress) {
  auto settings = read_options(options);
  if (!settings) return settings.error();
  if (show_progress)
    settings->progress = [&notes](std::uint64_t done, std::uint64_t all) {
      notes << fmt::format("\rverify {:3.0f} %",
                           100.0 * static_cast<double>(done) / static_cast<double>(all))
            << std::flush;
    };
  const bool bundle = std::filesystem::is_directory(options.ledger) || is_zip(options.ledger);
  auto done =
      bundle ? verify_a_bundle(options, *settings, out) : verify_a_ledger(options, *settings, out);
  if (show_progress) notes << '\n';
  return done;
}

void add_verify(CommandLine& line) {
  auto command = line.command("verify", "Whether a ledger or a bundle is what was written");
  const auto options = std::make_shared<VerifyLedgerOptions>();
  const auto key = std::make_shared<std::string>();
  command.option("LEDGER", options->ledger, "The ledger file, or a bundle").required();
  command.option(
      "--checkpoint", options->checkpoints,
      "A checkpoint that was kept elsewhere, or a directory of them; may be given several "
      "times");
  command.option("--key", *key, "The ledger's public key, or a file with it");
  command.run([=] {
    if (!key->empty()) options->key = *key;
    return verify(*options, std::cout, std::cerr, isatty(STDERR_FILENO) == 1);
  });
}

}  // namespace pue::commands

#include "commands/bundle.h"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <tuple>

#include "commands/command_line.h"
#include "commands/ledger_site.h"
#include "commands/named_period.h"
#include "commands/report.h"
#include "commands/zip_archive.h"
#include "ledger/store/bundle.h"
#include "ledger/store/sqlite_error.h"
#include "runtime/data_files.h"
#include "runtime/zone_database.h"

namespace pue::commands {
namespace {

namespace fs = std::filesystem;

/// What is the same in every bundle: how to check it, and the program for that.
Result<void> add_companions(const std::string& ledger, const fs::path& folder) {
  const runtime::DataFiles files(runtime::data_directories(ledger));
  for (const char* name : {"README.txt", "verify.py"}) {
    const auto file = files.find(fs::path("bundle") / name);
    if (!file) return Error{fmt::format("the data file bundle/{} is not installed", name)};
    fs::copy_file(*file, folder / name, fs::copy_options::overwrite_existing);
  }
  return {};
}

/// The report of the period, in every form that can be read without a program of ours.
Result<void> add_reports(const BundleOptions& options, const fs::path& folder) {
  ReportRequest request{options.ledger, options.period, {}, options.config};
  if (options.progress) request.progress = [&](double part) { options.progress(0.5 + 0.5 * part); };
  const auto report = period_report_of(request);
  if (!report) return report.error();
  for (const auto& [name, format, language] :
       {std::tuple{"report.en.html", "html", "en"}, std::tuple{"report.zh.html", "html", "zh"},
        std::tuple{"report.json", "json", "en"}}) {
    const auto text = rendered(*report, format, language, options.ledger);
    if (!text) return text.error();
    std::ofstream file(folder / name, std::ios::binary);
    file << *text << std::flush;
    if (!file) return Error{fmt::format("{}: it cannot be written", (folder / name).string())};
  }
  return {};
}

Result<ledger::BundleContent> fill(const BundleOptions& options,
                                   const ledger::BundleRequest& request, const fs::path& folder) {
  auto ledger = ledger::LedgerFile::open(options.ledger);
  if (!ledger) return ledger.error();
  auto made = ledger::write_bundle(*ledger, request, folder);
  if (!made) return made;
  if (auto added = add_companions(options.ledger, folder); !added) return added.error();
  if (auto added = add_reports(options, folder); !added) return added.error();
  return made;
}

}  // namespace

Result<void> bundle(const BundleOptions& options, std::ostream& out) {
  const auto site = ledger_site(options.ledger, runtime::find_zone);
  if (!site) return site.error();
  const auto period = parse_period(options.period, site->zone);
  if (!period) return Error{"--period: " + period.error().message};
  ledger::BundleRequest request{period->period, runtime::find_zone};
  if (options.progress)
    request.progress = [&](std::uint64_t done, std::uint64_t all) {
      options.progress(0.5 * static_cast<double>(done) / static_cast<double>(all));
    };
  const ScratchFolder scratch;
  const auto made = ledger::guarded(options.ledger, "cannot read",
                                    [&] { return fill(options, request, scratch.path()); });
  if (!made) return made.error();
  if (auto packed = pack(scratch.path(), options.output); !packed) return packed;
  fmt::print(out, "{}: {} of {} entries, {} intervals\n", options.output, made->contained,
             made->entries, made->intervals);
  return {};
}

void add_bundle(CommandLine& line) {
  auto command = line.command("bundle", "A period of a ledger as a zip file for an auditor");
  const auto options = std::make_shared<BundleOptions>();
  command.option("--ledger", options->ledger, "The ledger file").required();
  command.option("--period", options->period, "2026-03, 2026-Q1, 2026, or START/END").required();
  command.option("--config", options->config,
                 "A configuration for the report, in the place of the one in the ledger");
  command.option("-o,--output", options->output, "The zip file").required();
  command.run([=]() -> Result<void> {
    if (isatty(STDERR_FILENO) == 1)
      options->progress = [](double part) {
        std::cerr << fmt::format("\rbundle {:3.0f} %{}", 100 * part, part >= 1 ? "\n" : "");
      };
    try {
      return bundle(*options, std::cout);
    } catch (const std::exception& error) {  // of the file system
      return Error{error.what()};
    }
  });
}

}  // namespace pue::commands

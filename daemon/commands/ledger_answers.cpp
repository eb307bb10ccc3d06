#include "commands/ledger_answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "commands/answer_bounds.h"
#include "commands/bundle.h"
#include "commands/entry_proof.h"
#include "commands/figure_series.h"
#include "commands/named_period.h"
#include "commands/report.h"
#include "commands/zip_archive.h"
#include "config/messages.h"
#include "exporters/api/series.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/sqlite_error.h"

namespace pue::commands {
namespace {

using api::ErrorType;
using http::Document;
using http::Outcome;
using http::Query;
using http::Refusal;

/// Where a question is answered from.
struct Place {
  std::string ledger;
  LedgerSite site;
  std::stop_token stop;
};

using Answer = Outcome (*)(const Place&, const Query&);

Refusal bad_data(const std::string& message) { return {ErrorType::bad_data, message}; }
/// Of the ledger or the machine: no parameter would change it.
Refusal failed(const Error& error) { return {ErrorType::internal, error.message}; }

void end_if(const std::stop_token& stop) {
  if (stop.stop_requested()) throw std::runtime_error("the server stops");
}

std::function<void(double)> until_stopped(const std::stop_token& stop) {
  return [stop](double) { end_if(stop); };
}

/// "north-2026-03.zip"; characters that a file's name or a header may not have become "_".
std::string file_name(const Place& place, const std::string& period, const std::string& extension) {
  auto name = place.site.facts.identity.site + "-" + period + "." + extension;
  const std::string_view plain = "-._";
  std::replace_if(
      name.begin(), name.end(),
      [&](unsigned char c) {
        return c >= 0x80 || (!std::isalnum(c) && plain.find(static_cast<char>(c)) == plain.npos);
      },
      '_');
  return name;
}

/// Error: which parameter is wrong.
Result<SeriesRequest> series_asked_for(const Place& place, const Query& query) {
  SeriesOptions options{place.ledger,
                        query.value("figure").value_or(""),
                        query.value("step").value_or("1h"),
                        query.value("from"),
                        query.value("to"),
                        query.value("as_of")};
  auto request = parse_series(options, place.site);
  if (!request) {
    const std::string option = "as-of";
    const auto& message = request.error().message;
    return message.starts_with(option) ? Error{"as_of" + message.substr(option.size())}
                                       : request.error();
  }
  const auto& meters = place.site.facts.identity.meters;
  const auto& figure = request->figure;
  if (figure.kind == ledger::Figure::Kind::meter_energy &&
      std::find(meters.begin(), meters.end(), figure.meter) == meters.end())
    return Error{
        fmt::format("figure: the ledger knows no meter \"{}\"; /api/v1/meters names those "
                    "of today",
                    figure.meter)};
  if (const auto few = check_points(*request); !few) return few.error();
  return request;
}

Outcome figures(const Place& place, const Query& query) {
  const auto request = series_asked_for(place, query);
  if (!request) return bad_data(request.error().message);
  std::vector<ledger::SeriesPoint> points;
  const auto told =
      each_point(place.ledger, place.site, *request, [&](const ledger::SeriesPoint& point) {
        end_if(place.stop);
        points.push_back(point);
      });
  if (!told) return failed(told.error());
  const auto name = query.value("figure").value_or("");
  return Document{"application/json", api::success(api::series({name, ledger::unit(request->figure),
                                                                ledger::step_name(request->step),
                                                                place.site.zone.name(), points}))};
}

struct Format {
  std::string_view name;
  std::string_view content_type;
  bool is_shown;
};
constexpr std::array formats = {
    Format{"html", "text/html; charset=utf-8", true}, Format{"json", "application/json", true},
    Format{"csv", "text/csv; charset=utf-8", false},
    Format{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false}};

/// What stands against telling what was known then.
std::optional<Refusal> unknown_at(const Place& place, const std::string& as_of) {
  const auto time = parse_bound(as_of, place.site.zone);
  if (!time) return bad_data("as_of: " + time.error().message);
  const auto entries = ledger::guarded(place.ledger, "cannot read", [&]() -> Result<std::uint64_t> {
    auto file = ledger::LedgerFile::open(place.ledger);
    if (!file) return file.error();
    return file->size_at(*time);
  });
  if (!entries) return failed(entries.error());
  if (*entries > 0) return std::nullopt;
  return bad_data(fmt::format("as_of: the ledger was empty at {}; ask for a later time", as_of));
}

Outcome report_of(const Place& place, const Query& query) {
  const auto wanted = query.value("format").value_or("html");
  const auto* const format = std::find_if(formats.begin(), formats.end(),
                                          [&](const auto& one) { return one.name == wanted; });
  if (format == formats.end())
    return bad_data(fmt::format("format: \"{}\" is none of html, csv, json, xlsx", wanted));
  const auto language = query.value("lang").value_or("en");
  if (!config::language_from_name(language))
    return bad_data(fmt::format("lang: \"{}\" is neither en nor zh", language));
  const auto text = query.value("period").value_or("");
  if (const auto period = bounded_period(text, place.site); !period)
    return bad_data(period.error().message);
  const auto as_of = query.value("as_of");
  if (as_of)
    if (auto unknown = unknown_at(place, *as_of)) return *std::move(unknown);
  auto made =
      report({{place.ledger, text, as_of, {}, until_stopped(place.stop)}, wanted, language});
  if (!made) return failed(made.error());
  return Document{std::string(format->content_type), *std::move(made),
                  format->is_shown ? std::string() : file_name(place, text, wanted)};
}

/// Whether a checkpoint covers an interval of the period.
Result<bool> is_signed(const std::string& path, const Period& period) {
  return ledger::guarded(path, "cannot read", [&]() -> Result<bool> {
    auto file = ledger::LedgerFile::open(path);
    if (!file) return file.error();
    const auto newest = file->newest_checkpoint(ledger::all_entries);
    const auto entries = file->interval_entries(period);
    return newest && !entries.empty() && entries.front() < newest->entries;
  });
}

Outcome bundle_of(const Place& place, const Query& query) {
  const auto text = query.value("period").value_or("");
  const auto period = bounded_period(text, place.site);
  if (!period) return bad_data(period.error().message);
  const auto covered = is_signed(place.ledger, *period);
  if (!covered) return failed(covered.error());
  if (!*covered)
    return Refusal{ErrorType::not_found,
                   "nothing of this period is signed yet: a checkpoint comes each hour"};
  const ScratchFolder folder;
  const auto file = folder.path() / "bundle.zip";
  std::ostringstream said;
  const auto made =
      bundle({place.ledger, text, file.string(), {}, until_stopped(place.stop)}, said);
  if (!made) return failed(made.error());
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return Document{"application/zip", std::move(bytes).str(), file_name(place, text, "zip")};
}

Outcome proof_of(const Place& place, const Query& query) {
  const auto text = query.value("entry").value_or("");
  std::uint64_t entry = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, entry);
  if (error != std::errc{} || stopped != end)
    return bad_data(fmt::format("entry: \"{}\" is no number; give that of an entry, from 0", text));
  const auto found = entry_proof(place.ledger, entry);
  if (!found) return failed(found.error());
  if (!*found)
    return Refusal{ErrorType::not_found,
                   fmt::format("entry: no checkpoint covers entry {} yet; /api/v1/checkpoint says "
                               "how many the newest covers, and one comes each hour",
                               entry)};
  return Document{"application/json", api::success(api::proof(**found))};
}

}  // namespace

http::LedgerSource ledger_source(LedgerPath path, ZoneLookup zone_of) {
  const auto asked = [=](Answer answer) -> http::LedgerAnswer {
    return [=](const Query& query, const std::stop_token& stop) -> Outcome {
      const auto ledger = path();
      if (!ledger)
        return Refusal{ErrorType::unavailable,
                       "the configuration is being exchanged, ask again in a moment"};
      if (ledger->empty())
        return Refusal{ErrorType::not_found,
                       "no ledger is configured, and nothing is kept without one; name its file "
                       "in the configuration: ledger: {path: /var/lib/pued/ledger.db}"};
      const auto site = ledger_site(*ledger, zone_of);
      if (!site) return failed(site.error());
      return answer({*ledger, *site, stop}, query);
    };
  };
  return {asked(figures), asked(report_of), asked(bundle_of), asked(proof_of)};
}

}  // namespace pue::commands

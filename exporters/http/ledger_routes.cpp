#include "exporters/http/ledger_routes.h"

#include <fmt/format.h>

#include <algorithm>

namespace pue::http {
namespace {

constexpr Parameter period{"period", "2026-03, 2026-Q1, 2026, or START/END", true};
constexpr Parameter as_of{"as_of", "as it was known then, 2026-04-05"};

/// A report has its style within; it needs nothing else.
constexpr auto self_contained =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

std::string names_of(const std::vector<Parameter>& parameters) {
  std::string names;
  for (const auto& parameter : parameters)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", parameter.name);
  return names;
}

}  // namespace

const std::vector<LedgerRoute>& ledger_routes() {
  static const std::vector<LedgerRoute> routes = {
      {"/api/v1/figures",
       {{"figure", "pue, facility_energy, overhead_energy:cooling", true},
        {"from", "a local date or an RFC 3339 time"},
        {"to", "the same"},
        {"step", "15m, 1h, 1d, 1mo, all"},
        as_of},
       &LedgerSource::figures},
      {"/api/v1/report",
       {period, {"format", "html, csv, json, xlsx"}, {"lang", "en, zh"}, as_of},
       &LedgerSource::report},
      {"/api/v1/bundle", {period}, &LedgerSource::bundle},
      {"/api/v1/proof", {{"entry", "the number of an entry, from 0", true}}, &LedgerSource::proof},
  };
  return routes;
}

Result<void> check_parameters(const LedgerRoute& route, const Query& query) {
  const auto& known = route.parameters;
  for (const auto& [name, value] : query.parameters()) {
    const auto has_name = [&name = name](const auto& other) { return other == name; };
    if (std::none_of(known.begin(), known.end(),
                     [&](const auto& parameter) { return has_name(parameter.name); }))
      return Error{fmt::format("{}: {} has no such parameter; there are: {}", name, route.path,
                               names_of(known))};
    const auto& given = query.parameters();
    if (std::count_if(given.begin(), given.end(),
                      [&](const auto& one) { return has_name(one.first); }) > 1)
      return Error{fmt::format("{}: given twice; give it once", name)};
  }
  for (const auto& parameter : known)
    if (parameter.required && query.value(parameter.name).value_or("").empty())
      return Error{fmt::format("{0}: missing; give {0}={1}", parameter.name, parameter.meaning)};
  return {};
}

Response response_of(Outcome outcome) {
  if (const auto* refused = std::get_if<Refusal>(&outcome))
    return refusal(refused->type, refused->message);
  auto& made = std::get<Document>(outcome);
  auto response = document(made.content_type, std::move(made.body));
  if (made.content_type.starts_with("text/html"))
    response.headers.emplace_back("Content-Security-Policy", self_contained);
  if (!made.file_name.empty())
    response.headers.emplace_back("Content-Disposition",
                                  fmt::format("attachment; filename=\"{}\"", made.file_name));
  return response;
}

}  // namespace pue::http

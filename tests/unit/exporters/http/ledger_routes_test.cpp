#include "exporters/http/ledger_routes.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pue::http;
using pue::api::ErrorType;

namespace {

const LedgerRoute& route(std::string_view path) {
  const auto& all = ledger_routes();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.path == path; });
  REQUIRE(found != all.end());
  return *found;
}

std::string refused(std::string_view path, std::string_view query) {
  const auto checked = check_parameters(route(path), Query(query));
  return checked ? "" : checked.error().message;
}

std::string header(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

}  // namespace

TEST_CASE("a parameter that a route needs is missed by name, with what to give") {
  CHECK(refused("/api/v1/bundle", "") ==
        "period: missing; give period=2026-03, 2026-Q1, 2026, or START/END");
  CHECK(refused("/api/v1/report", "period=&format=csv").starts_with("period: missing;"));
  CHECK(refused("/api/v1/figures", "from=2026-03-01").starts_with("figure: missing;"));
  CHECK(refused("/api/v1/proof", "").starts_with("entry: missing;"));
  CHECK(refused("/api/v1/report", "period=2026-03").empty());
  CHECK(refused("/api/v1/figures", "figure=pue&step=1d&from=a&to=b&as_of=c").empty());
}

TEST_CASE("a parameter that a route does not have is refused, not passed over") {
  CHECK(refused("/api/v1/figures", "figure=pue&asof=2026-03-01") ==
        "asof: /api/v1/figures has no such parameter; there are: figure, from, to, step, as_of");
  CHECK_FALSE(refused("/api/v1/bundle", "period=2026-03&lang=zh").empty());
  CHECK_FALSE(refused("/api/v1/bundle", "period=2026-03&=1").empty());
}

TEST_CASE("a parameter is given once") {
  CHECK(refused("/api/v1/bundle", "period=2026-03&period=2026-04") ==
        "period: given twice; give it once");
}

TEST_CASE("a document without file name is shown, one with a name is kept") {
  const auto shown = response_of(Document{"application/json", "{}"});
  CHECK(shown.status == 200);
  CHECK(*shown.body == "{}");
  CHECK(shown.content_type == "application/json");
  CHECK(shown.headers.empty());
  const auto kept = response_of(Document{"application/zip", "PK", "north-2026-03.zip"});
  CHECK(header(kept, "Content-Disposition") == "attachment; filename=\"north-2026-03.zip\"");
}

TEST_CASE("a report may have its own style, and nothing else") {
  auto response = response_of(Document{"text/html; charset=utf-8", "<style></style>"});
  add_protection(response);
  const auto policy = header(response, "Content-Security-Policy");
  CHECK(policy.starts_with("default-src 'none'; style-src 'unsafe-inline';"));
  CHECK(policy.find("script-src") == std::string::npos);
  CHECK(std::count_if(response.headers.begin(), response.headers.end(),
                      [](const auto& one) { return one.first == "Content-Security-Policy"; }) == 1);
  CHECK(header(response, "X-Content-Type-Options") == "nosniff");
}

TEST_CASE("a refusal has the status of its type") {
  const auto status = [](ErrorType type) { return response_of(Refusal{type, "why"}).status; };
  CHECK(status(ErrorType::bad_data) == 400);
  CHECK(status(ErrorType::not_found) == 404);
  CHECK(status(ErrorType::internal) == 500);
  CHECK(status(ErrorType::unavailable) == 503);
  CHECK(*response_of(Refusal{ErrorType::bad_data, "why"}).body ==
        R"({"status":"error","errorType":"bad_data","error":"why"})");
}

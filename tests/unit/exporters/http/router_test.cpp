#include "exporters/http/router.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "exporters/prometheus/exposition.h"
#include "tests/unit/exporters/http/example_source.h"

using namespace pue::http;
using pue::test::example_source;

namespace {

/// What is a job is done at once.
Response respond(Router& router, const Request& request) {
  auto answer = router.ask(request);
  if (const auto* job = std::get_if<Job>(&answer)) return (*job)({});
  return std::get<Response>(answer);
}

Response get(Router& router, const std::string& target) {
  return respond(router, {"GET", target, ""});
}

std::string header(const Response& response, const std::string& name) {
  const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                  [&](const auto& h) { return h.first == name; });
  return found == response.headers.end() ? "" : found->second;
}

std::string error_type(const Response& response) {
  const auto error = boost::json::parse(*response.body);
  CHECK(error.at("status") == "error");
  CHECK_FALSE(error.at("error").as_string().empty());
  return std::string(error.at("errorType").as_string());
}

}  // namespace

TEST_CASE("metrics are the exposition in text format 0.0.4") {
  Router router(example_source());
  const auto response = get(router, "/metrics");
  CHECK(response.status == 200);
  CHECK(response.content_type == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(*response.body == pue::prometheus::exposition(pue::test::example_view()));
}

TEST_CASE("two scrapes of one view share their bytes, a new view is rendered anew") {
  auto view = std::make_shared<const pue::View>(pue::test::example_view());
  auto source = example_source();
  source.view = [&view] { return view; };
  Router router(source);
  const auto first = respond(router, {"GET", "/metrics", "gzip"});
  CHECK(respond(router, {"GET", "/metrics", "gzip"}).body == first.body);
  CHECK(header(first, "Content-Encoding") == "gzip");
  CHECK(header(first, "Vary") == "Accept-Encoding");
  auto next = pue::test::example_view();
  next.snapshot.live.pue = 1.5;
  view = std::make_shared<const pue::View>(next);
  CHECK(get(router, "/metrics").body->find("pue_live_ratio{site=\"horinger-a\"} 1.5\n") !=
        std::string::npos);
  CHECK(respond(router, {"GET", "/metrics", "gzip"}).body != first.body);
}

TEST_CASE("the page comes in the language that the query asks for") {
  Router router(example_source());
  CHECK(*get(router, "/").body == "<h1>horinger-a en</h1>");
  CHECK(*get(router, "/?lang=zh").body == "<h1>horinger-a zh</h1>");
  CHECK(*get(router, "/?x=1&lang=zh&y").body == "<h1>horinger-a zh</h1>");
  CHECK(get(router, "/").content_type == "text/html; charset=utf-8");
  CHECK(error_type(get(router, "/?lang=fr")) == "bad_data");
  CHECK(get(router, "/style.css").content_type == "text/css; charset=utf-8");
}

TEST_CASE("every answer forbids foreign code, framing and type guessing") {
  Router router(example_source());
  for (const auto* target : {"/", "/metrics", "/api/v1/status", "/none"}) {
    const auto response = get(router, target);
    CHECK(header(response, "Content-Security-Policy").starts_with("default-src 'self';"));
    CHECK(header(response, "X-Content-Type-Options") == "nosniff");
    CHECK(header(response, "X-Frame-Options") == "DENY");
    CHECK(header(response, "Referrer-Policy") == "no-referrer");
  }
}

TEST_CASE("status, meters and links answer with success and data") {
  Router router(example_source());
  const auto status = boost::json::parse(*get(router, "/api/v1/status").body);
  CHECK(status.at("status") == "success");
  CHECK(status.at("data").at("site") == "horinger-a");
  const auto meters = boost::json::parse(*get(router, "/api/v1/meters").body);
  CHECK(meters.at("data").as_array().size() == 3);
  const auto links = boost::json::parse(*get(router, "/api/v1/links").body);
  CHECK(links.at("data").as_array().size() == 1);
}

TEST_CASE("a figure is explained as JSON and as a page, colons may be encoded") {
  Router router(example_source());
  const auto explained =
      boost::json::parse(*get(router, "/api/v1/explain?figure=pue&window=1h").body);
  CHECK(explained.at("data").at("window") == "1h");
  CHECK(*get(router, "/explain?figure=source_energy%3Agrid&window=1d&lang=zh").body ==
        "<h1>source_energy:grid zh</h1>");
}

TEST_CASE("an unknown figure or window is refused and told what there is") {
  Router router(example_source());
  for (const auto* path : {"/api/v1/explain", "/explain"})
    for (const auto* query : {"", "?figure=pue", "?figure=pue&window=2h", "?figure=x&window=1h"}) {
      const auto response = get(router, std::string(path) + query);
      CHECK(response.status == 400);
      CHECK(error_type(response) == "bad_data");
      CHECK(response.body->find("there are") != std::string::npos);
    }
  CHECK(get(router, "/explain?figure=pue&window=1h&lang=fr").status == 400);
  CHECK(get(router, "/api/v1/explain?figure=grade").status == 200);  // its window is the year
  CHECK(get(router, "/api/v1/explain?figure=grade&window=1h").status == 400);
  CHECK(get(router, "/api/v1/explain?figure=budget:x&window=ytd").status == 200);
}

TEST_CASE("the newest checkpoint is given as it was signed") {
  auto source = example_source();
  auto view = std::make_shared<pue::View>(pue::test::example_view());
  source.view = [view] { return view; };
  Router router(source);
  CHECK(get(router, "/api/v1/checkpoint").status == 404);
  view->telemetry.store.checkpoint = "horinger-a\n7\nroot\n\nsignature\n";
  const auto response = get(router, "/api/v1/checkpoint");
  CHECK(response.status == 200);
  CHECK(*response.body == view->telemetry.store.checkpoint);
  CHECK(response.content_type == "text/plain; charset=utf-8");
}

TEST_CASE("before there is a view the daemon is healthy, not ready, and has no figures") {
  auto source = example_source();
  source.view = [] { return nullptr; };
  Router router(source);
  CHECK(get(router, "/-/healthy").status == 200);
  CHECK(get(router, "/-/ready").status == 503);
  for (const auto* target : {"/metrics", "/", "/api/v1/status", "/api/v1/meters", "/api/v1/links",
                             "/explain", "/api/v1/explain", "/api/v1/checkpoint"}) {
    const auto response = get(router, target);
    CHECK(response.status == 503);
    CHECK(error_type(response) == "unavailable");
  }
}

TEST_CASE("the daemon is ready when its view says so") {
  auto view = pue::test::example_view();
  auto source = example_source();
  source.view = [&view] { return std::make_shared<pue::View>(view); };
  Router router(source);
  CHECK(get(router, "/-/ready").status == 200);
  view.ready = false;
  CHECK(get(router, "/-/ready").status == 503);
}

TEST_CASE("reload is forbidden unless enabled, and tells what it refused") {
  auto source = example_source();
  Router closed(source);
  const auto forbidden = respond(closed, {"POST", "/-/reload", ""});
  CHECK(forbidden.status == 403);
  CHECK(error_type(forbidden) == "forbidden");

  int reloads = 0;
  source.reload = [&]() -> pue::Result<void> {
    if (++reloads == 1) return {};
    return pue::Error{"pued.yaml:3:1: unknown key"};
  };
  Router open(source);
  CHECK(respond(open, {"POST", "/-/reload", ""}).status == 200);
  const auto refused = respond(open, {"POST", "/-/reload", ""});
  CHECK(refused.status == 500);
  CHECK(refused.body->find("pued.yaml:3:1") != std::string::npos);
  CHECK(get(open, "/-/reload").status == 405);
  CHECK(reloads == 2);
}

TEST_CASE("an unknown path is not found, a wrong method is told the right one") {
  Router router(example_source());
  for (const auto* target : {"/nothing", "/metrics/", "//", "", "/../etc/passwd", "/%2e"}) {
    const auto response = get(router, target);
    CHECK(response.status == 404);
    CHECK(error_type(response) == "not_found");
  }
  for (const auto* method : {"POST", "PUT", "DELETE", "get", ""}) {
    const auto response = respond(router, {method, "/metrics", ""});
    CHECK(response.status == 405);
    CHECK(header(response, "Allow") == "GET, HEAD");
    CHECK(error_type(response) == "method_not_allowed");
  }
}

TEST_CASE("a renderer that fails is logged and answered without its details") {
  auto source = example_source();
  std::string logged;
  source.page = [](const pue::View&, pue::config::Language) -> std::string {
    throw std::logic_error("message page.x: not in the catalogue");
  };
  source.log = [&](const std::string& text) { logged = text; };
  Router router(source);
  const auto response = get(router, "/");
  CHECK(response.status == 500);
  CHECK(error_type(response) == "internal");
  CHECK(response.body->find("catalogue") == std::string::npos);
  CHECK(logged == "GET /: message page.x: not in the catalogue");
}

TEST_CASE("what takes long is a job, and what is wrong with its parameters is said at once") {
  Router router(example_source());
  const auto asked = router.ask({"GET", "/api/v1/report?period=2026-03", ""});
  REQUIRE(std::holds_alternative<Job>(asked));
  const auto response = std::get<Job>(asked)({});
  CHECK(response.status == 200);
  CHECK(*response.body == "report of 2026-03");
  CHECK(header(response, "X-Content-Type-Options") == "nosniff");
  for (const auto* target : {"/api/v1/report", "/api/v1/report?period=2026-03&x=1"}) {
    const auto refused = router.ask({"GET", target, ""});
    REQUIRE(std::holds_alternative<Response>(refused));
    CHECK(std::get<Response>(refused).status == 400);
    CHECK(error_type(std::get<Response>(refused)) == "bad_data");
  }
  const auto posted = respond(router, {"POST", "/api/v1/report?period=2026-03", ""});
  CHECK(posted.status == 405);
  CHECK(header(posted, "Allow") == "GET, HEAD");
  CHECK(std::holds_alternative<Job>(router.ask({"HEAD", "/api/v1/report?period=2026-03", ""})));
}

TEST_CASE("the answer of a job is compressed for who accepts it, but for what is so already") {
  auto source = example_source();
  std::string type = "text/csv; charset=utf-8";
  source.ledger.bundle = [&](const Query&, const std::stop_token&) -> Outcome {
    return Document{type, std::string(4096, 'x')};
  };
  Router router(source);
  const Request request{"GET", "/api/v1/bundle?period=2026", "gzip"};
  const auto text = respond(router, request);
  CHECK(header(text, "Content-Encoding") == "gzip");
  CHECK(header(text, "Vary") == "Accept-Encoding");
  CHECK(text.body->size() < 4096);
  type = "application/zip";
  const auto zip = respond(router, request);
  CHECK(header(zip, "Content-Encoding").empty());
  CHECK(*zip.body == std::string(4096, 'x'));
}

TEST_CASE("a job that fails is logged and answered without its details") {
  auto source = example_source();
  std::string logged;
  source.ledger.proof = [](const Query&, const std::stop_token&) -> Outcome {
    throw std::runtime_error("no space left on device");
  };
  source.log = [&](const std::string& text) { logged = text; };
  Router router(source);
  const auto response = get(router, "/api/v1/proof?entry=1");
  CHECK(response.status == 500);
  CHECK(error_type(response) == "internal");
  CHECK(response.body->find("space") == std::string::npos);
  CHECK(logged == "GET /api/v1/proof?entry=1: no space left on device");
}

TEST_CASE("the answer when there is no place says when to ask again") {
  const auto response = Router::busy();
  CHECK(response.status == 503);
  CHECK(error_type(response) == "unavailable");
  CHECK(header(response, "Retry-After") == "5");
  CHECK(header(response, "X-Frame-Options") == "DENY");
}

TEST_CASE("who asks for an unknown path is told all there are") {
  Router router(example_source());
  const auto answer = *get(router, "/api/v1/nothing").body;
  for (const auto* path : {": /metrics,", "/-/reload,", "/explain,", "/api/v1/checkpoint,",
                           "/api/v1/figures,", "/api/v1/proof\""})
    CHECK(answer.find(path) != std::string::npos);
}

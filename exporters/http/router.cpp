#include "exporters/http/router.h"

#include <fmt/format.h>

#include <optional>

#include "exporters/api/derived.h"
#include "exporters/api/explain.h"
#include "exporters/api/meters.h"
#include "exporters/api/status.h"
#include "exporters/http/gzip.h"
#include "exporters/prometheus/exposition.h"

namespace pue::http {
namespace {

constexpr auto text_plain = "text/plain; charset=utf-8";
constexpr auto application_json = "application/json";
/// Below it a gzip header and trailer and the time for them buy nothing.
constexpr std::size_t worth_compressing = 1024;

Response answer(std::string_view content_type, std::string body) {
  return {200, std::string(content_type), std::make_shared<const std::string>(std::move(body)), {}};
}

Response no_view() {
  return Router::refusal(503, api::ErrorType::unavailable,
                         "no figures yet: the daemon is starting, ask again in a moment");
}

/// The value of `name` in "a=b&name=value"; our values need no percent-decoding.
std::optional<std::string_view> parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) == name)
      return equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
  }
  return std::nullopt;
}

/// Colons may come percent-encoded.
Result<api::Question> question(std::string_view query) {
  std::string figure_name(parameter(query, "figure").value_or(""));
  for (const auto* colon : {"%3A", "%3a"})
    if (const auto at = figure_name.find(colon); at != std::string::npos)
      figure_name.replace(at, 3, 1, ':');
  const auto figure = api::figure_from_name(figure_name);
  if (!figure) return figure.error();
  const auto of_year =
      api::is_derived(figure->kind) ? kpi::name(api::window_of(figure->kind)) : std::string_view{};
  const auto window = api::window_from_name(parameter(query, "window").value_or(of_year));
  if (!of_year.empty() && window && kpi::name(*window) != of_year)
    return Error{fmt::format("{} is of window={} only", figure->text(), of_year)};
  if (!window) return window.error();
  return api::Question{*figure, *window};
}

/// For every answer: a browser runs no foreign code with it, frames it nowhere, guesses no type.
void add_protection(Response& response) {
  response.headers.insert(
      response.headers.end(),
      {{"Content-Security-Policy",
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"},
       {"X-Content-Type-Options", "nosniff"},
       {"X-Frame-Options", "DENY"},
       {"Referrer-Policy", "no-referrer"},
       {"Cache-Control", "no-store"}});
}

}  // namespace

const std::vector<Router::Route>& Router::routes() {
  static const std::vector<Route> table = {
      {"GET", "/metrics", &Router::metrics},
      {"GET", "/", &Router::page},
      {"GET", "/style.css", &Router::style},
      {"GET", "/-/healthy", &Router::healthy},
      {"GET", "/-/ready", &Router::ready},
      {"POST", "/-/reload", &Router::reload},
      {"GET", "/api/v1/status", &Router::status},
      {"GET", "/api/v1/meters", &Router::meters},
      {"GET", "/api/v1/explain", &Router::explain},
      {"GET", "/explain", &Router::explain_page},
      {"GET", "/api/v1/checkpoint", &Router::checkpoint},
  };
  return table;
}

Response Router::respond(const Request& request) {
  try {
    auto response = dispatch(request);
    add_protection(response);
    if (response.body->size() >= worth_compressing) {
      response.headers.emplace_back("Vary", "Accept-Encoding");
      if (accepts_gzip(request.accept_encoding)) compress(response);
    }
    return response;
  } catch (...) {
    report(std::current_exception(), request.method + " " + request.target);
    return refusal(500, api::ErrorType::internal, "this request failed; the daemon's log says why");
  }
}

void Router::report(std::exception_ptr failure, const std::string& place) noexcept {
  if (!source_.log) return;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    source_.log(place + ": " + exception.what());
  } catch (...) {
    source_.log(place + ": unknown exception");
  }
}

Response Router::refusal(unsigned status, api::ErrorType type, std::string_view message) {
  auto response = answer(application_json, api::error(type, message));
  response.status = status;
  return response;
}

Response Router::dispatch(const Request& request) {
  const std::string_view target = request.target;
  const auto path = target.substr(0, target.find('?'));
  const auto query = target.substr(std::min(path.size() + 1, target.size()));
  for (const auto& route : routes()) {
    if (route.path != path) continue;
    const bool is_head = request.method == "HEAD" && route.method == "GET";
    if (is_head || request.method == route.method) return (this->*route.answer)(query);
    auto response = refusal(405, api::ErrorType::method_not_allowed,
                            fmt::format("{} is asked with {}", path, route.method));
    response.headers.emplace_back("Allow", route.method == "GET" ? "GET, HEAD" : route.method);
    return response;
  }
  return refusal(404, api::ErrorType::not_found,
                 "no such path; there are /, /metrics, /explain, /api/v1/status, /api/v1/meters, "
                 "/api/v1/explain and /api/v1/checkpoint");
}

Response Router::metrics(std::string_view) {
  auto view = source_.view();
  if (!view) return no_view();
  if (view != exposed_view_) {
    exposed_ = std::make_shared<const std::string>(prometheus::exposition(*view));
    exposed_view_ = std::move(view);
  }
  return {200, "text/plain; version=0.0.4; charset=utf-8", exposed_, {}};
}

Response Router::page(std::string_view query) {
  const auto view = source_.view();
  if (!view) return no_view();
  const auto language = config::language_from_name(parameter(query, "lang").value_or("en"));
  if (!language) return refusal(400, api::ErrorType::bad_data, "lang is en or zh");
  return answer("text/html; charset=utf-8", source_.page(*view, *language));
}

Response Router::style(std::string_view) {
  return answer("text/css; charset=utf-8", source_.style());
}

Response Router::healthy(std::string_view) { return answer(text_plain, "pued is healthy.\n"); }

Response Router::ready(std::string_view) {
  const auto view = source_.view();
  if (view && view->ready) return answer(text_plain, "pued is ready.\n");
  auto response = answer(text_plain, "pued is starting.\n");
  response.status = 503;
  return response;
}

Response Router::reload(std::string_view) {
  if (!source_.reload)
    return refusal(403, api::ErrorType::forbidden,
                   "reload over HTTP is off; start with --web.enable-lifecycle or send SIGHUP");
  if (const auto outcome = source_.reload(); outcome.has_error())
    return refusal(500, api::ErrorType::bad_data, outcome.error().message);
  return answer(text_plain, "The configuration was reloaded.\n");
}

Response Router::status(std::string_view) {
  const auto view = source_.view();
  return view ? answer(application_json, api::success(api::status(*view))) : no_view();
}

Response Router::meters(std::string_view) {
  const auto view = source_.view();
  return view ? answer(application_json, api::success(api::meters(*view))) : no_view();
}

Response Router::explain(std::string_view query) {
  const auto view = source_.view();
  if (!view) return no_view();
  const auto asked = question(query);
  if (!asked) return refusal(400, api::ErrorType::bad_data, asked.error().message);
  return answer(application_json, api::success(api::explain(*view, *asked)));
}

/// The note as it is: to be kept, and later held against the ledger.
Response Router::checkpoint(std::string_view) {
  const auto view = source_.view();
  if (!view) return no_view();
  if (view->telemetry.store.checkpoint.empty())
    return refusal(
        404, api::ErrorType::not_found,
        "nothing is signed yet: the first checkpoint comes with the first closed interval");
  return answer(text_plain, view->telemetry.store.checkpoint);
}

Response Router::explain_page(std::string_view query) {
  const auto view = source_.view();
  if (!view) return no_view();
  const auto asked = question(query);
  if (!asked) return refusal(400, api::ErrorType::bad_data, asked.error().message);
  const auto language = config::language_from_name(parameter(query, "lang").value_or("en"));
  if (!language) return refusal(400, api::ErrorType::bad_data, "lang is en or zh");
  return answer("text/html; charset=utf-8", source_.explain(*view, *asked, *language));
}

void Router::compress(Response& response) {
  if (response.body != compressed_of_) {
    compressed_ = std::make_shared<const std::string>(gzip(*response.body));
    compressed_of_ = response.body;
  }
  response.body = compressed_;
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace pue::http

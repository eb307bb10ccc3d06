#include "exporters/http/router.h"

#include <fmt/format.h>

#include <optional>

#include "exporters/api/derived.h"
#include "exporters/api/explain.h"
#include "exporters/api/links.h"
#include "exporters/api/meters.h"
#include "exporters/api/status.h"
#include "exporters/http/gzip.h"
#include "exporters/prometheus/exposition.h"

namespace pue::http {
namespace {

constexpr auto text_plain = "text/plain; charset=utf-8";
constexpr auto text_html = "text/html; charset=utf-8";
constexpr auto application_json = "application/json";

Response no_view() {
  return refusal(api::ErrorType::unavailable,
                 "no figures yet: the daemon is starting, ask again in a moment");
}

Response bad_data(const Error& error) { return refusal(api::ErrorType::bad_data, error.message); }

Result<config::Language> language_of(const Query& query) {
  const auto language = config::language_from_name(query.value("lang").value_or("en"));
  if (!language) return Error{"lang is en or zh"};
  return *language;
}

bool is_asked_with(std::string_view method, std::string_view of_route) {
  return method == of_route || (method == "HEAD" && of_route == "GET");
}

Body gzip_of(const Body& body) { return std::make_shared<const std::string>(gzip(*body)); }

/// What all answers have; and what the peer takes, through `compress`.
template <class Compress>
void finish(Response& response, const Request& request, Compress compress) {
  add_protection(response);
  if (!is_worth_compressing(response)) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip(request.accept_encoding)) return;
  response.body = compress(response.body);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

Response wrong_method(std::string_view path, std::string_view of_route) {
  auto response = refusal(api::ErrorType::method_not_allowed,
                          fmt::format("{} is asked with {}", path, of_route));
  response.headers.emplace_back("Allow", of_route == "GET" ? "GET, HEAD" : of_route);
  return response;
}

Result<api::Question> question(const Query& query) {
  const auto figure = api::figure_from_name(query.value("figure").value_or(""));
  if (!figure) return figure.error();
  const auto of_year =
      api::is_derived(figure->kind) ? kpi::name(api::window_of(figure->kind)) : std::string_view{};
  const auto window = api::window_from_name(query.value("window").value_or(std::string(of_year)));
  if (!of_year.empty() && window && kpi::name(*window) != of_year)
    return Error{fmt::format("{} is of window={} only", figure->text(), of_year)};
  if (!window) return window.error();
  return api::Question{*figure, *window};
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
      {"GET", "/api/v1/links", &Router::links},
      {"GET", "/api/v1/explain", &Router::explain},
      {"GET", "/explain", &Router::explain_page},
      {"GET", "/api/v1/checkpoint", &Router::checkpoint},
  };
  return table;
}

Answer Router::ask(const Request& request) {
  try {
    auto answer = dispatch(request);
    if (auto* response = std::get_if<Response>(&answer))
      finish(*response, request, [this](const Body& body) { return compressed(body); });
    return answer;
  } catch (...) {
    return failed(std::current_exception(), request);
  }
}

Response Router::failed(std::exception_ptr failure, const Request& request) {
  report(std::move(failure), request.method + " " + request.target);
  return refusal(api::ErrorType::internal, "this request failed; the daemon's log says why");
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

Answer Router::dispatch(const Request& request) {
  const std::string_view target = request.target;
  const auto path = target.substr(0, target.find('?'));
  const Query query(target.substr(std::min(path.size() + 1, target.size())));
  for (const auto& route : routes()) {
    if (route.path != path) continue;
    if (!is_asked_with(request.method, route.method)) return wrong_method(path, route.method);
    return (this->*route.answer)(query);
  }
  for (const auto& route : ledger_routes()) {
    if (route.path != path) continue;
    if (!is_asked_with(request.method, "GET")) return wrong_method(path, "GET");
    if (const auto known = check_parameters(route, query); !known) return bad_data(known.error());
    return ledger_job(route, query, request);
  }
  return no_such_path();
}

/// It runs on the worker's thread: what it touches of the router is not changed by anyone.
Job Router::ledger_job(const LedgerRoute& route, const Query& query, const Request& request) {
  return
      [this, &answer = source_.ledger.*route.answer, query, request](const std::stop_token& stop) {
        try {
          auto response = response_of(answer(query, stop));
          finish(response, request, gzip_of);
          return response;
        } catch (...) {
          return failed(std::current_exception(), request);
        }
      };
}

Response Router::busy() {
  auto response = refusal(api::ErrorType::unavailable,
                          "as many questions to the ledger as there may be are being answered; "
                          "ask again in some seconds");
  response.headers.emplace_back("Retry-After", "5");
  add_protection(response);
  return response;
}

Response Router::no_such_path() {
  std::string paths;
  const auto add = [&](std::string_view path) {
    paths += fmt::format("{}{}", paths.empty() ? "" : ", ", path);
  };
  for (const auto& route : routes()) add(route.path);
  for (const auto& route : ledger_routes()) add(route.path);
  return refusal(api::ErrorType::not_found, "no such path; there are: " + paths);
}

Response Router::metrics(const Query&) {
  auto view = source_.view();
  if (!view) return no_view();
  if (view != exposed_view_) {
    exposed_ = std::make_shared<const std::string>(prometheus::exposition(*view));
    exposed_view_ = std::move(view);
  }
  return {200, "text/plain; version=0.0.4; charset=utf-8", exposed_, {}};
}

Response Router::page(const Query& query) {
  const auto view = source_.view();
  if (!view) return no_view();
  const auto language = language_of(query);
  if (!language) return bad_data(language.error());
  return document(text_html, source_.page(*view, *language));
}

Response Router::style(const Query&) {
  return document("text/css; charset=utf-8", source_.style());
}

Response Router::healthy(const Query&) { return document(text_plain, "pued is healthy.\n"); }

Response Router::ready(const Query&) {
  const auto view = source_.view();
  if (view && view->ready) return document(text_plain, "pued is ready.\n");
  auto response = document(text_plain, "pued is starting.\n");
  response.status = 503;
  return response;
}

Response Router::reload(const Query&) {
  if (!source_.reload)
    return refusal(api::ErrorType::forbidden,
                   "reload over HTTP is off; start with --web.enable-lifecycle or send SIGHUP");
  if (const auto outcome = source_.reload(); outcome.has_error())
    return refusal(500, api::ErrorType::bad_data, outcome.error().message);
  return document(text_plain, "The configuration was reloaded.\n");
}

Response Router::status(const Query&) {
  const auto view = source_.view();
  return view ? document(application_json, api::success(api::status(*view))) : no_view();
}

Response Router::meters(const Query&) {
  const auto view = source_.view();
  return view ? document(application_json, api::success(api::meters(*view))) : no_view();
}

Response Router::links(const Query&) {
  const auto view = source_.view();
  return view ? document(application_json, api::success(api::links(*view))) : no_view();
}

Response Router::explain(const Query& query) {
  const auto view = source_.view();
  if (!view) return no_view();
  const auto asked = question(query);
  if (!asked) return bad_data(asked.error());
  return document(application_json, api::success(api::explain(*view, *asked)));
}

/// The note as it is: to be kept, and later held against the ledger.
Response Router::checkpoint(const Query&) {
  const auto view = source_.view();
  if (!view) return no_view();
  if (view->telemetry.store.checkpoint.empty())
    return refusal(
        api::ErrorType::not_found,
        "nothing is signed yet: the first checkpoint comes with the first closed interval");
  return document(text_plain, view->telemetry.store.checkpoint);
}

Response Router::explain_page(const Query& query) {
  const auto view = source_.view();
  if (!view) return no_view();
  const auto asked = question(query);
  if (!asked) return bad_data(asked.error());
  const auto language = language_of(query);
  if (!language) return bad_data(language.error());
  return document(text_html, source_.explain(*view, *asked, *language));
}

Body Router::compressed(const Body& body) {
  if (body != compressed_of_) {
    compressed_ = gzip_of(body);
    compressed_of_ = body;
  }
  return compressed_;
}

}  // namespace pue::http

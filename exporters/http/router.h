// A request and its answer: routes, methods, headers and errors. It knows no sockets, so that a
// test asks it directly; the server's one thread calls it, and the worker runs its jobs.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exporters/http/ledger_routes.h"
#include "exporters/http/response.h"
#include "exporters/http/source.h"

namespace pue::http {

class Router {
 public:
  explicit Router(Source source) : source_(std::move(source)) {}

  /// Never throws: what goes wrong is told to Source::log and answered with 500. A job ends before
  /// the router does.
  Answer ask(const Request& request);
  /// Tells Source::log of a failure; `place` says what failed.
  void report(std::exception_ptr failure, const std::string& place) noexcept;
  /// The answer in the place of a job when too many are under way.
  static Response busy();

 private:
  struct Route {
    std::string_view method;
    std::string_view path;
    Response (Router::*answer)(const Query& query);
  };
  static const std::vector<Route>& routes();
  static Response no_such_path();

  Answer dispatch(const Request& request);
  Job ledger_job(const LedgerRoute& route, const Query& query, const Request& request);
  Response metrics(const Query& query);
  Response page(const Query& query);
  Response style(const Query& query);
  Response healthy(const Query& query);
  Response ready(const Query& query);
  Response reload(const Query& query);
  Response status(const Query& query);
  Response meters(const Query& query);
  Response links(const Query& query);
  Response explain(const Query& query);
  Response explain_page(const Query& query);
  Response checkpoint(const Query& query);
  Response failed(std::exception_ptr failure, const Request& request);
  Body compressed(const Body& body);

  Source source_;
  /// The newest exposition, as many scrapers of one view get the same bytes.
  std::shared_ptr<const View> exposed_view_;
  Body exposed_;
  Body compressed_of_;  // the body that `compressed_` is the gzip of
  Body compressed_;
};

}  // namespace pue::http

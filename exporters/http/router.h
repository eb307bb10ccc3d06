// A request and its answer: routes, methods, headers and errors. It knows no sockets, so that a
// test asks it directly; the server's one thread calls it.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exporters/api/envelope.h"
#include "exporters/http/source.h"

namespace pue::http {

struct Request {
  std::string method;  // as sent, "GET"
  std::string target;  // path and query
  std::string accept_encoding;
};

/// Shared, so that many slow readers of one answer hold it once.
using Body = std::shared_ptr<const std::string>;

struct Response {
  unsigned status = 200;
  std::string content_type;
  Body body;
  std::vector<std::pair<std::string, std::string>> headers;  // besides content type and length
};

class Router {
 public:
  explicit Router(Source source) : source_(std::move(source)) {}

  /// Never throws: what goes wrong is told to Source::log and answered with 500.
  Response respond(const Request& request);
  /// Tells Source::log of a failure; `place` says what failed.
  void report(std::exception_ptr failure, const std::string& place) noexcept;
  /// The answer to what cannot be read as a request.
  static Response refusal(unsigned status, api::ErrorType type, std::string_view message);

 private:
  struct Target {
    std::string_view path;
    std::string_view query;
  };
  using Answer = Response (Router::*)(std::string_view query);
  struct Route {
    std::string_view method;
    std::string_view path;
    Answer answer;
  };
  static const std::vector<Route>& routes();

  Response dispatch(const Request& request);
  Response metrics(std::string_view query);
  Response page(std::string_view query);
  Response style(std::string_view query);
  Response healthy(std::string_view query);
  Response ready(std::string_view query);
  Response reload(std::string_view query);
  Response status(std::string_view query);
  Response meters(std::string_view query);
  Response explain(std::string_view query);
  Response explain_page(std::string_view query);
  Response checkpoint(std::string_view query);
  void compress(Response& response);

  Source source_;
  /// The newest exposition, as many scrapers of one view get the same bytes.
  std::shared_ptr<const View> exposed_view_;
  Body exposed_;
  Body compressed_of_;  // the body that `compressed_` is the gzip of
  Body compressed_;
};

}  // namespace pue::http

// A request and its answer as values. They know no sockets and no routes.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "exporters/api/envelope.h"

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

/// What takes long is no answer yet but a job that makes it, on another thread. It never throws.
using Job = std::function<Response(const std::stop_token&)>;
using Answer = std::variant<Response, Job>;

/// 200 with that content.
Response document(std::string_view content_type, std::string body);
/// {"status":"error",…} with the status that belongs to the type.
Response refusal(api::ErrorType type, std::string_view message);
Response refusal(unsigned status, api::ErrorType type, std::string_view message);
/// For every answer: a browser runs no foreign code with it, frames it nowhere, guesses no type.
/// A policy that the answer has already stays.
void add_protection(Response& response);
/// Whether gzip would make it smaller: not small, and not compressed already.
bool is_worth_compressing(const Response& response);

}  // namespace pue::http

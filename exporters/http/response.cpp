#include "exporters/http/response.h"

#include <algorithm>

namespace pue::http {
namespace {

/// Below it a gzip header and trailer and the time for them buy nothing.
constexpr std::size_t worth_compressing = 1024;

unsigned status_of(api::ErrorType type) {
  switch (type) {
    case api::ErrorType::bad_data:
      return 400;
    case api::ErrorType::forbidden:
      return 403;
    case api::ErrorType::not_found:
      return 404;
    case api::ErrorType::method_not_allowed:
      return 405;
    case api::ErrorType::too_large:
      return 413;
    case api::ErrorType::unavailable:
      return 503;
    case api::ErrorType::internal:
      return 500;
  }
  return 500;
}

}  // namespace

Response document(std::string_view content_type, std::string body) {
  return {200, std::string(content_type), std::make_shared<const std::string>(std::move(body)), {}};
}

Response refusal(api::ErrorType type, std::string_view message) {
  return refusal(status_of(type), type, message);
}

Response refusal(unsigned status, api::ErrorType type, std::string_view message) {
  auto response = document("application/json", api::error(type, message));
  response.status = status;
  return response;
}

void add_protection(Response& response) {
  constexpr auto policy = "Content-Security-Policy";
  auto& headers = response.headers;
  if (std::none_of(headers.begin(), headers.end(),
                   [&](const auto& header) { return header.first == policy; }))
    headers.emplace_back(policy,
                         "default-src 'self'; script-src 'none'; object-src 'none'; "
                         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  headers.insert(headers.end(), {{"X-Content-Type-Options", "nosniff"},
                                 {"X-Frame-Options", "DENY"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Cache-Control", "no-store"}});
}

bool is_worth_compressing(const Response& response) {
  const std::string_view type = response.content_type;
  return response.body->size() >= worth_compressing &&
         (type.starts_with("text/") || type == "application/json");
}

}  // namespace pue::http

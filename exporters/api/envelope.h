// The form of every JSON answer, as in Prometheus' HTTP API: {"status":"success","data":…} or
// {"status":"error","errorType":…,"error":…}. It knows no figures.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace pue::api {

enum class ErrorType : std::uint8_t {
  bad_data,
  forbidden,
  not_found,
  method_not_allowed,
  too_large,
  unavailable,
  internal,
};
/// "bad_data", "not_found", …: the value of `errorType`.
std::string_view name(ErrorType type);

std::string success(boost::json::value data);
std::string error(ErrorType type, std::string_view message);

/// Compact JSON. Doubles in the shortest form that reads back to the same value (1.25, not
/// 1.25E0); one that is not finite is our bug: std::logic_error.
std::string to_text(const boost::json::value& value);

}  // namespace pue::api

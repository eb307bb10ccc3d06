#include "exporters/api/envelope.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <stdexcept>

namespace pue::api {
namespace {

namespace json = boost::json;

void append(std::string& text, const json::value& value);

void append(std::string& text, const json::object& object) {
  text += '{';
  for (const auto& member : object) {
    if (text.back() != '{') text += ',';
    text += json::serialize(json::string_view(member.key()));
    text += ':';
    append(text, member.value());
  }
  text += '}';
}

void append(std::string& text, const json::array& array) {
  text += '[';
  for (const auto& element : array) {
    if (text.back() != '[') text += ',';
    append(text, element);
  }
  text += ']';
}

void append(std::string& text, const json::value& value) {
  if (const auto* object = value.if_object()) return append(text, *object);
  if (const auto* array = value.if_array()) return append(text, *array);
  if (const auto* number = value.if_double()) {
    if (!std::isfinite(*number)) throw std::logic_error("a JSON number that is not finite");
    text += fmt::format("{}", *number);
    return;
  }
  text += json::serialize(value);
}

}  // namespace

std::string_view name(ErrorType type) {
  switch (type) {
    case ErrorType::bad_data:
      return "bad_data";
    case ErrorType::forbidden:
      return "forbidden";
    case ErrorType::not_found:
      return "not_found";
    case ErrorType::method_not_allowed:
      return "method_not_allowed";
    case ErrorType::too_large:
      return "too_large";
    case ErrorType::unavailable:
      return "unavailable";
    case ErrorType::internal:
      return "internal";
  }
  throw std::logic_error("no such type of error");
}

std::string success(json::value data) {
  json::object answer;
  answer["status"] = "success";
  answer["data"] = std::move(data);
  return to_text(answer);
}

std::string error(ErrorType type, std::string_view message) {
  json::object answer;
  answer["status"] = "error";
  answer["errorType"] = json::string_view(name(type).data(), name(type).size());
  answer["error"] = json::string_view(message.data(), message.size());
  return to_text(answer);
}

std::string to_text(const json::value& value) {
  std::string text;
  append(text, value);
  return text;
}

}  // namespace pue::api

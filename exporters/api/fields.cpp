#include "exporters/api/fields.h"

#include <boost/json/string.hpp>
#include <cmath>

#include "base/rfc3339.h"

namespace pue::api {
namespace {

namespace json = boost::json;

json::string_view key_view(std::string_view key) { return {key.data(), key.size()}; }

}  // namespace

json::string to_string(std::string_view text) { return json::string(text.data(), text.size()); }

json::value seconds(Duration duration) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(duration);
  if (whole == duration) return static_cast<std::int64_t>(whole.count());
  return std::chrono::duration<double>(duration).count();
}

void add(json::object& object, std::string_view key, std::optional<double> value) {
  if (value && std::isfinite(*value)) object[key_view(key)] = *value;
}

void add(json::object& object, std::string_view key, std::optional<Watts> value) {
  if (value) add(object, key, std::optional(value->value));
}

void add(json::object& object, std::string_view key, std::optional<Joules> value) {
  if (value) object[key_view(key)] = value->count;
}

void add(json::object& object, std::string_view key, std::optional<UtcTime> value) {
  if (value) object[key_view(key)] = format_rfc3339(*value);
}

json::object period(const Period& period) {
  json::object object;
  add(object, "start", std::optional(period.start));
  add(object, "end", std::optional(period.end));
  return object;
}

void add_text(json::object& object, std::string_view key, std::string_view text) {
  if (!text.empty()) object[key_view(key)] = to_string(text);
}

}  // namespace pue::api

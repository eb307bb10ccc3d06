// How units and absent values become JSON members: absent is left out, energies are integer joules,
// moments RFC 3339, durations seconds.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "base/units.h"

namespace pue::api {

boost::json::string to_string(std::string_view text);

/// Seconds; an integer when they are whole.
boost::json::value seconds(Duration duration);

/// Adds the member, or nothing for an absent or not finite value.
void add(boost::json::object& object, std::string_view key, std::optional<double> value);
void add(boost::json::object& object, std::string_view key, std::optional<Watts> value);
void add(boost::json::object& object, std::string_view key, std::optional<Joules> value);
void add(boost::json::object& object, std::string_view key, std::optional<UtcTime> value);
/// {"start", "end"}.
boost::json::object period(const Period& period);
/// Adds the member unless the text is empty.
void add_text(boost::json::object& object, std::string_view key, std::string_view text);

/// Values by position in an enumeration → members by its names; absent ones are left out.
template <class Enumeration, class Values>
boost::json::object by_name(const Values& values) {
  boost::json::object object;
  for (std::size_t i = 0; i < values.size(); ++i)
    add(object, name(static_cast<Enumeration>(i)), std::optional(values[i]));
  return object;
}

}  // namespace pue::api

#include "runtime/correction_message.h"

#include <boost/json.hpp>

namespace pue::runtime {
namespace {

namespace json = boost::json;

std::int64_t nanoseconds(UtcTime t) { return t.time_since_epoch().count(); }
UtcTime moment(const json::value& value) { return UtcTime{Duration{value.as_int64()}}; }

std::string text(const json::object& object, const char* key) {
  return std::string(object.at(key).as_string());
}

/// `read` throws where a field is absent or of another type.
template <class Read>
auto read_object(const std::string& line, Read read) -> decltype(read(json::object{})) {
  json::error_code failed;
  const auto value = json::parse(line, failed);
  if (failed || !value.is_object()) return Error{"not a JSON object"};
  try {
    return read(value.as_object());
  } catch (const std::exception& error) {
    return Error{std::string("not of this version: ") + error.what()};
  }
}

}  // namespace

std::string question_of(const CorrectionRequest& request) {
  return json::serialize(
      json::object{{"command", "correct"},
                   {"meter", request.meter},
                   {"exported", request.direction == energy::Direction::exported},
                   {"start", nanoseconds(request.period.start)},
                   {"end", nanoseconds(request.period.end)},
                   {"energy", request.energy.count},
                   {"who", request.who},
                   {"why", request.why},
                   {"ticket", request.ticket}});
}

Result<CorrectionRequest> request_from(const std::string& question) {
  return read_object(question, [](const json::object& object) -> Result<CorrectionRequest> {
    if (object.at("command").as_string() != "correct") return Error{"an unknown command"};
    CorrectionRequest request;
    request.meter = text(object, "meter");
    if (object.at("exported").as_bool()) request.direction = energy::Direction::exported;
    request.period = {moment(object.at("start")), moment(object.at("end"))};
    request.energy.count = object.at("energy").as_int64();
    request.who = text(object, "who");
    request.why = text(object, "why");
    request.ticket = text(object, "ticket");
    return request;
  });
}

std::string answer_of(const Result<CorrectionDone>& outcome) {
  if (!outcome) return json::serialize(json::object{{"error", outcome.error().message}});
  json::object answer{{"intervals", outcome->intervals}};
  if (outcome->before) answer["before"] = outcome->before->count;
  return json::serialize(answer);
}

Result<CorrectionDone> outcome_from(const std::string& answer) {
  return read_object(answer, [](const json::object& object) -> Result<CorrectionDone> {
    if (const auto* error = object.if_contains("error"))
      return Error{std::string(error->as_string())};
    CorrectionDone done;
    done.intervals = object.at("intervals").to_number<std::size_t>();
    if (const auto* before = object.if_contains("before")) done.before = Joules{before->as_int64()};
    return done;
  });
}

}  // namespace pue::runtime

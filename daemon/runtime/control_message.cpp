#include "runtime/control_message.h"

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

json::object object_of(const CorrectionRequest& request) {
  return {{"command", "correct"},
          {"meter", request.meter},
          {"exported", request.direction == energy::Direction::exported},
          {"start", nanoseconds(request.period.start)},
          {"end", nanoseconds(request.period.end)},
          {"energy", request.energy.count},
          {"who", request.who},
          {"why", request.why},
          {"ticket", request.ticket}};
}

CorrectionRequest correction_in(const json::object& object) {
  CorrectionRequest request;
  request.meter = text(object, "meter");
  if (object.at("exported").as_bool()) request.direction = energy::Direction::exported;
  request.period = {moment(object.at("start")), moment(object.at("end"))};
  request.energy.count = object.at("energy").as_int64();
  request.who = text(object, "who");
  request.why = text(object, "why");
  request.ticket = text(object, "ticket");
  return request;
}

json::object object_of(const EventRequest& request) {
  return {{"command", "event"},
          {"meter", request.meter},
          {"kind", request.kind},
          {"at", request.at},
          {"final", request.final_reading},
          {"initial", request.initial_reading},
          {"who", request.who},
          {"why", request.why},
          {"ticket", request.ticket}};
}

EventRequest event_in(const json::object& object) {
  return {text(object, "meter"), text(object, "kind"),    text(object, "at"),
          text(object, "final"), text(object, "initial"), text(object, "who"),
          text(object, "why"),   text(object, "ticket")};
}

template <class Done, class Read>
Result<Done> read_outcome(const std::string& answer, Read read) {
  return read_object(answer, [&](const json::object& object) -> Result<Done> {
    if (const auto* error = object.if_contains("error"))
      return Error{std::string(error->as_string())};
    return read(object);
  });
}

}  // namespace

std::string question_of(const Request& request) {
  return std::visit([](const auto& one) { return json::serialize(object_of(one)); }, request);
}

Result<Request> request_from(const std::string& question) {
  return read_object(question, [](const json::object& object) -> Result<Request> {
    const auto command = text(object, "command");
    if (command == "correct") return Request{correction_in(object)};
    if (command == "event") return Request{event_in(object)};
    return Error{"an unknown command"};
  });
}

std::string answer_of(const Error& refusal) {
  return json::serialize(json::object{{"error", refusal.message}});
}

std::string answer_of(const CorrectionDone& done) {
  json::object answer{{"intervals", done.intervals}};
  if (done.before) answer["before"] = done.before->count;
  return json::serialize(answer);
}

std::string answer_of(const EventEntered& entered) {
  return json::serialize(json::object{{"file", entered.file}, {"row", entered.row}});
}

template <>
Result<CorrectionDone> outcome_from<CorrectionDone>(const std::string& answer) {
  return read_outcome<CorrectionDone>(answer, [](const json::object& object) {
    CorrectionDone done;
    done.intervals = object.at("intervals").to_number<std::size_t>();
    if (const auto* before = object.if_contains("before")) done.before = Joules{before->as_int64()};
    return done;
  });
}

template <>
Result<EventEntered> outcome_from<EventEntered>(const std::string& answer) {
  return read_outcome<EventEntered>(answer, [](const json::object& object) {
    return EventEntered{text(object, "file"), text(object, "row")};
  });
}

}  // namespace pue::runtime

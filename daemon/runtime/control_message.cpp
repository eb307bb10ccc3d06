#include "runtime/control_message.h"

#include <boost/json.hpp>
#include <stdexcept>

#include "base/limits.h"

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

json::object object_of(const BusRequest& asked) {
  const auto& range = asked.request.range;
  return {{"command", "ask"},           {"link", modbus::normalized_url(asked.link)},
          {"unit", asked.request.unit}, {"function", static_cast<int>(range.function)},
          {"address", range.address},   {"count", range.count}};
}

/// Integers of another width throw.
Result<Request> bus_request_in(const json::object& object) {
  const auto link = modbus::parse_link_url(text(object, "link"));
  if (!link) return link.error();
  BusRequest asked{*link, {}};
  asked.request.unit = object.at("unit").to_number<std::uint8_t>();
  auto& range = asked.request.range;
  const auto function = object.at("function").to_number<std::uint8_t>();
  range.address = object.at("address").to_number<std::uint16_t>();
  range.count = object.at("count").to_number<std::uint16_t>();
  range.function = static_cast<modbus::FunctionCode>(function);
  const bool bits = function <= 2;
  const auto most = bits ? limits::bits_per_request : limits::registers_per_request;
  if (function < 1 || function > 4 || range.count < 1 || range.count > most ||
      range.address + range.count > 0x10000)
    return Error{"no request that can be made"};
  return Request{asked};
}

json::object object_of(const TraceRequest& asked) {
  return {{"command", "trace"},
          {"link", modbus::normalized_url(asked.link)},
          {"unit", asked.unit},
          {"after", asked.after}};
}

Result<Request> trace_request_in(const json::object& object) {
  const auto link = modbus::parse_link_url(text(object, "link"));
  if (!link) return link.error();
  return Request{TraceRequest{*link, object.at("unit").to_number<std::uint8_t>(),
                              object.at("after").to_number<std::uint64_t>()}};
}

json::object object_of(const TracedBytes& piece) {
  return {{"number", piece.number},
          {"at", nanoseconds(piece.at)},
          {"sent", piece.sent},
          {"unit", piece.unit},
          {"bytes", json::array(piece.bytes.begin(), piece.bytes.end())}};
}

TracedBytes piece_in(const json::object& object) {
  TracedBytes piece;
  piece.number = object.at("number").to_number<std::uint64_t>();
  piece.at = moment(object.at("at"));
  piece.sent = object.at("sent").as_bool();
  piece.unit = object.at("unit").to_number<std::uint8_t>();
  for (const auto& byte : object.at("bytes").as_array())
    piece.bytes.push_back(byte.to_number<std::uint8_t>());
  return piece;
}

json::object failure_object(const modbus::Failure& failure) {
  return {{"failure", static_cast<int>(failure.kind)}, {"exception", failure.exception_code}};
}

modbus::Answer answer_in(const json::object& object) {
  if (const auto* number = object.if_contains("failure")) {
    const auto kind = static_cast<modbus::Failure::Kind>(number->to_number<std::uint8_t>());
    if (kind > modbus::Failure::Kind::bad_frame) throw std::out_of_range("a kind of failure");
    return modbus::Failure{kind, object.at("exception").to_number<std::uint8_t>()};
  }
  modbus::RegisterBlock block;
  for (const auto& word : object.at("words").as_array())
    block.words.push_back(word.to_number<std::uint16_t>());
  return block;
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
    if (command == "ask") return bus_request_in(object);
    if (command == "trace") return trace_request_in(object);
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

std::string answer_of(const std::vector<TracedBytes>& pieces) {
  constexpr std::size_t most_bytes = 8 * 1024;  // up to four characters each, of a line of 64 kB
  json::array told;
  std::size_t bytes = 0;
  for (const auto& piece : pieces) {
    bytes += piece.bytes.size() + 32;
    if (bytes > most_bytes) break;
    told.push_back(object_of(piece));
  }
  return json::serialize(json::object{{"pieces", std::move(told)}});
}

template <>
Result<std::vector<TracedBytes>> outcome_from<std::vector<TracedBytes>>(const std::string& answer) {
  return read_outcome<std::vector<TracedBytes>>(answer, [](const json::object& object) {
    std::vector<TracedBytes> pieces;
    for (const auto& piece : object.at("pieces").as_array())
      pieces.push_back(piece_in(piece.as_object()));
    return pieces;
  });
}

std::string answer_of(const modbus::Exchange& exchange) {
  json::object answer;
  if (const auto* failure = std::get_if<modbus::Failure>(&exchange.answer)) {
    answer = failure_object(*failure);
  } else {
    const auto& words = std::get<modbus::RegisterBlock>(exchange.answer).words;
    answer["words"] = json::array(words.begin(), words.end());
  }
  answer["sent"] = exchange.sent.time_since_epoch().count();
  answer["received"] = exchange.received.time_since_epoch().count();
  answer["connected"] = exchange.connected;
  return json::serialize(answer);
}

template <>
Result<modbus::Exchange> outcome_from<modbus::Exchange>(const std::string& answer) {
  return read_outcome<modbus::Exchange>(answer, [](const json::object& object) {
    return modbus::Exchange{answer_in(object), MonoTime{Duration{object.at("sent").as_int64()}},
                            MonoTime{Duration{object.at("received").as_int64()}},
                            object.at("connected").as_bool(), 0};
  });
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

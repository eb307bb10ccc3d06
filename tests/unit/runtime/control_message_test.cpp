#include "runtime/control_message.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"

using namespace pue;
using namespace pue::runtime;

TEST_CASE("a correction arrives as it was asked for") {
  CorrectionRequest request;
  request.meter = "ups \"a\"";
  request.direction = energy::Direction::exported;
  request.period = {*parse_rfc3339("2026-03-01T00:00:00Z"), *parse_rfc3339("2026-03-01T00:15:00Z")};
  request.energy = Joules{9'007'199'254'740'993};  // 2^53 + 1: no double holds it
  request.who = "李伟";
  request.why = "read wrong\nby one digit";
  request.ticket = "T-1";
  const auto question = question_of(request);
  CHECK(question.find('\n') == std::string::npos);  // it is one line
  const auto request_again = request_from(question);
  REQUIRE(request_again.has_value());
  const auto* arrived = std::get_if<CorrectionRequest>(&*request_again);
  REQUIRE(arrived != nullptr);
  CHECK(arrived->meter == request.meter);
  CHECK(arrived->direction == request.direction);
  CHECK(arrived->period == request.period);
  CHECK(arrived->energy == request.energy);
  CHECK(arrived->who == request.who);
  CHECK(arrived->why == request.why);
  CHECK(arrived->ticket == request.ticket);
}

TEST_CASE("an event arrives as it was asked for") {
  const EventRequest request{"ups \"a\"", "swap", "2026-03-01T00:00:00Z", "1.5",
                             "0",         "李伟", "burnt\nthrough",       "T-1"};
  const auto question = question_of(request);
  CHECK(question.find('\n') == std::string::npos);
  const auto arrived = request_from(question);
  REQUIRE(arrived.has_value());
  CHECK(std::get<EventRequest>(*arrived) == request);
}

TEST_CASE("a request for a bus arrives as it was asked for") {
  const BusRequest request{*modbus::parse_link_url("modbus+tcp://[::1]:1502"),
                           {247, {modbus::FunctionCode::read_input_registers, 65'534, 2}}};
  const auto arrived = request_from(question_of(request));
  REQUIRE(arrived.has_value());
  CHECK(std::get<BusRequest>(*arrived).request == request.request);
  CHECK(modbus::normalized_url(std::get<BusRequest>(*arrived).link) == "modbus+tcp://[::1]:1502");
}

TEST_CASE("only requests that can be made are taken for a bus") {
  const auto asked = [](const std::string& numbers) {
    return request_from(R"({"command": "ask", "link": "modbus+tcp://h", )" + numbers + "}");
  };
  CHECK(asked(R"("unit": 1, "function": 3, "address": 65535, "count": 1)").has_value());
  CHECK(asked(R"("unit": 1, "function": 1, "address": 0, "count": 2000)").has_value());
  for (const auto* numbers : {R"("unit": 256, "function": 3, "address": 0, "count": 1)",
                              R"("unit": 1, "function": 6, "address": 0, "count": 1)",
                              R"("unit": 1, "function": 0, "address": 0, "count": 1)",
                              R"("unit": 1, "function": 3, "address": 0, "count": 0)",
                              R"("unit": 1, "function": 3, "address": 0, "count": 126)",
                              R"("unit": 1, "function": 3, "address": 65535, "count": 2)",
                              R"("unit": 1, "function": 3, "address": -1, "count": 2)",
                              R"("unit": 1, "function": 3, "address": 0)"}) {
    INFO(numbers);
    CHECK(asked(numbers).has_error());
  }
  CHECK(request_from(R"({"command": "ask", "link": "http://h", "unit": 1, "function": 3,
                         "address": 0, "count": 1})")
            .has_error());
}

TEST_CASE("an exchange arrives as it was, but for its registers' range") {
  const MonoTime sent{Duration{9'007'199'254'740'993}};
  const modbus::Exchange answered{modbus::RegisterBlock{{}, {0, 65'535}}, sent, sent + Duration{7},
                                  true, 0};
  const auto exchange = outcome_from<modbus::Exchange>(answer_of(answered));
  REQUIRE(exchange.has_value());
  CHECK(exchange->answer == answered.answer);
  CHECK(exchange->sent == sent);
  CHECK(exchange->received == sent + Duration{7});
  CHECK(exchange->connected);
  const modbus::Failure refused{modbus::Failure::Kind::exception, 2};
  CHECK(outcome_from<modbus::Exchange>(answer_of(modbus::Exchange{refused, {}, {}, true, 0}))
            ->answer == modbus::Answer{refused});
  CHECK(outcome_from<modbus::Exchange>(
            R"({"failure": 9, "exception": 0, "sent": 0, "received": 0, "connected": true})")
            .has_error());
}

TEST_CASE("bytes that were traced arrive as they were, as many as a line holds") {
  const auto asked =
      request_from(question_of(TraceRequest{*modbus::parse_link_url("modbus+tcp://h"), 9, 77}));
  REQUIRE(asked.has_value());
  CHECK(std::get<TraceRequest>(*asked).unit == 9);
  CHECK(std::get<TraceRequest>(*asked).after == 77);
  const TracedBytes piece{78, UtcTime{Duration{1'700'000'000'000'000'001}}, true, 9, {0, 127, 255}};
  CHECK(*outcome_from<std::vector<TracedBytes>>(answer_of(std::vector{piece})) ==
        std::vector{piece});
  const TracedBytes long_one{1, {}, false, 9, std::vector<std::uint8_t>(512, 255)};
  const auto line = answer_of(std::vector<TracedBytes>(200, long_one));
  CHECK(line.size() < 64 * 1024);
  CHECK(outcome_from<std::vector<TracedBytes>>(line)->size() == 15);  // 15 · (512 + 32) ≤ 8192
}

TEST_CASE("what is no question is refused") {
  CHECK(request_from("").has_error());
  CHECK(request_from("[]").has_error());
  CHECK(request_from("{}").has_error());
  CHECK(request_from(R"({"command": "erase"})").has_error());
  CHECK(request_from(R"({"command": "correct", "meter": 5})").has_error());
  CHECK(request_from(R"({"command": "event", "meter": "a"})").has_error());
}

TEST_CASE("an outcome arrives as it was") {
  CHECK(*outcome_from<CorrectionDone>(answer_of(CorrectionDone{Joules{-7}, 4})) ==
        CorrectionDone{Joules{-7}, 4});
  CHECK(*outcome_from<CorrectionDone>(answer_of(CorrectionDone{{}, 1})) == CorrectionDone{{}, 1});
  const EventEntered entered{"/etc/pued/events.csv", "a,b\n"};
  CHECK(*outcome_from<EventEntered>(answer_of(entered)) == entered);
  const auto refused = outcome_from<EventEntered>(answer_of(Error{"no meter \"x\""}));
  REQUIRE(refused.has_error());
  CHECK(refused.error().message == "no meter \"x\"");
  CHECK(outcome_from<CorrectionDone>("hello").has_error());
}

#include "commands/ledger_answers.h"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "../store/fixture.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;

namespace {

namespace json = boost::json;

std::optional<Zone> shanghai(const std::string& name) { return Zone::fixed(name, 8h); }

/// Two hours from 2026-03-01T00:00Z (08:00 in Shanghai), IT 1 kWh a quarter hour; signed.
std::string make_ledger(const TemporaryDirectory& directory) {
  auto path = directory.file("ledger.db");
  std::vector<site::SiteInterval> intervals;
  for (int i = 0; i < 8; ++i) intervals.push_back(usable_interval(i, 3'600'000, 1));
  auto store = open_test_writer(path, identity_of({"a"})).value();
  REQUIRE(store->commit(intervals, {quarter(8), ""}).has_value());
  return path;
}

http::LedgerSource source_of(const std::string& path) {
  return commands::ledger_source([path] { return path; }, shanghai);
}

json::value data_of(const http::Outcome& outcome) {
  REQUIRE(std::holds_alternative<http::Document>(outcome));
  const auto& document = std::get<http::Document>(outcome);
  CHECK(document.content_type == "application/json");
  return json::parse(document.body).at("data");
}

void check_refused(const http::Outcome& outcome, api::ErrorType type, const std::string& message) {
  REQUIRE(std::holds_alternative<http::Refusal>(outcome));
  const auto& refusal = std::get<http::Refusal>(outcome);
  CHECK(refusal.type == type);
  CHECK_THAT(refusal.message, Catch::StartsWith(message));
}

void check_bad(const http::Outcome& outcome, const std::string& message) {
  check_refused(outcome, api::ErrorType::bad_data, message);
}

}  // namespace

TEST_CASE("figures are the points of the history") {
  const TemporaryDirectory directory;
  const auto source = source_of(make_ledger(directory));
  const auto series = data_of(source.figures(http::Query("figure=it_energy"), {}));
  CHECK(series.at("unit") == "kWh");
  CHECK(series.at("step") == "1h");
  CHECK(series.at("zone") == "Asia/Shanghai");
  REQUIRE(series.at("points").as_array().size() == 2);
  CHECK(series.at("points").at(1).at("start") == "2026-03-01T01:00:00Z");
  CHECK(series.at("points").at(1).at("value").to_number<double>() == 4);
  const auto one = data_of(source.figures(
      http::Query("figure=meter_energy:a&step=15m&from=2026-03-01T09:45:00%2B08:00"), {}));
  CHECK(one.at("points").as_array().size() == 1);
  const auto then = data_of(source.figures(http::Query("figure=pue&as_of=2026-02-01"), {}));
  CHECK(then.at("points").at(0).at("quality") == "missing");
}

TEST_CASE("a wrong value of a figure's parameters is told by its name") {
  const TemporaryDirectory directory;
  const auto source = source_of(make_ledger(directory));
  const auto ask = [&](const char* query) { return source.figures(http::Query(query), {}); };
  check_bad(ask("figure=peu"), "figure: ");
  check_bad(ask("figure=meter_energy:b"), "figure: the ledger knows no meter \"b\"");
  check_bad(ask("figure=pue&step=2h"), "step: ");
  check_bad(ask("figure=pue&from=2026-13-01"), "from: ");
  check_bad(ask("figure=pue&to=now"), "to: ");
  check_bad(ask("figure=pue&as_of=now"), "as_of: ");
}

TEST_CASE("more points than an answer may have are refused before they are made") {
  const TemporaryDirectory directory;
  const auto source = source_of(make_ledger(directory));
  const auto ask = [&](const char* query) { return source.figures(http::Query(query), {}); };
  // 40,000 quarter hours before 10:00 of 2026-03-01 are 416 days and 16 hours.
  data_of(ask("figure=pue&step=15m&from=2025-01-08T18:00:00%2B08:00"));
  check_bad(ask("figure=pue&step=15m&from=2025-01-08T17:45:00%2B08:00"), "step: more than 40000");
  data_of(ask("figure=pue&step=1d&from=2025-01-01"));
  data_of(ask("figure=pue&step=all&from=1970-01-01"));
  check_bad(ask("figure=pue&step=1h&from=1970-01-01"), "step: more than 40000");
}

TEST_CASE("a wrong value of a report's parameters is told by its name") {
  const TemporaryDirectory directory;
  const auto source = source_of(make_ledger(directory));
  const auto ask = [&](const char* query) { return source.report(http::Query(query), {}); };
  check_bad(ask("period=March"), "period: ");
  check_bad(ask("period=2026&format=pdf"), "format: ");
  check_bad(ask("period=2026&lang=fr"), "lang: ");
  check_bad(ask("period=2026&as_of=then"), "as_of: ");
  check_bad(ask("period=2026&as_of=2026-02-28"), "as_of: the ledger was empty at 2026-02-28");
  check_bad(ask("period=2025-01-01/2026-02-06"), "period: longer than 400 days");
  check_bad(ask("period=9999"), "period: ");
}

TEST_CASE("a bundle of a period that is not signed yet is not there") {
  const TemporaryDirectory directory;
  const auto source = source_of(make_ledger(directory));
  check_refused(source.bundle(http::Query("period=2026-04"), {}), api::ErrorType::not_found,
                "nothing of this period is signed yet");
  check_bad(source.bundle(http::Query("period=2026-13"), {}), "period: ");
}

TEST_CASE("the proof of an entry leads to the root of the newest checkpoint") {
  const TemporaryDirectory directory;
  const auto path = make_ledger(directory);
  const auto source = source_of(path);
  const auto note = open_ledger_reader(path, identity_of({})).value()->checkpoint().value()->note;
  const auto size = size_of_note(note).value();
  for (std::uint64_t entry = 0; entry < size; ++entry) {
    const auto proof = data_of(source.proof(http::Query("entry=" + std::to_string(entry)), {}));
    CHECK(proof.at("entry").to_number<std::uint64_t>() == entry);
    CHECK(proof.at("tree_size").to_number<std::uint64_t>() == size);
    CHECK(proof.at("checkpoint").as_string() == note.c_str());
  }
  check_refused(source.proof(http::Query("entry=" + std::to_string(size)), {}),
                api::ErrorType::not_found, "entry: no checkpoint covers");
  for (const auto* wrong : {"entry=x", "entry=-1", "entry=1x", "entry=99999999999999999999"})
    check_bad(source.proof(http::Query(wrong), {}), "entry: ");
}

TEST_CASE("without a ledger, or between two configurations, each answer says so") {
  const auto none = source_of("");
  const auto between = commands::ledger_source([] { return std::nullopt; }, shanghai);
  const http::Query query("figure=pue&period=2026&entry=1");
  for (const auto answer : {&http::LedgerSource::figures, &http::LedgerSource::report,
                            &http::LedgerSource::bundle, &http::LedgerSource::proof}) {
    check_refused((none.*answer)(query, {}), api::ErrorType::not_found, "no ledger is configured");
    check_refused((between.*answer)(query, {}), api::ErrorType::unavailable, "the configuration");
  }
}

TEST_CASE("a ledger that cannot be read is no fault of a parameter") {
  check_refused(source_of("/nowhere/ledger.db").figures(http::Query("figure=pue"), {}),
                api::ErrorType::internal, "");
}

TEST_CASE("a series is given up when a stop is asked for") {
  const TemporaryDirectory directory;
  const auto source = source_of(make_ledger(directory));
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(source.figures(http::Query("figure=pue"), stop.get_token()), std::runtime_error);
}

#include "exporters/rules/recording_rules.h"

#include <catch2/catch.hpp>
#include <regex>

using namespace pue::rules;

TEST_CASE("a recorded series is named by level, metric and operations") {
  const std::regex name(R"([a-z]+(_[a-z]+)*:pue_[a-z_]+:[a-z0-9_]+)");
  for (const auto& rule : recording_rules("a")) {
    INFO(rule.record);
    CHECK(std::regex_match(rule.record, name));
  }
}

TEST_CASE(
    "a recording rule reads the metric in its name, of its own site, by the labels of its level") {
  for (const auto& rule : recording_rules("a")) {
    INFO(rule.record);
    const auto first = rule.record.find(':');
    const auto metric = rule.record.substr(first + 1, rule.record.rfind(':') - first - 1);
    CHECK(std::regex_search(rule.expression, std::regex(metric + R"(_[a-z]+\{site="a"\})")));
    const auto level = std::regex_replace(rule.record.substr(0, first), std::regex("_"), ", ");
    CHECK(rule.expression.find("sum by (" + level) != std::string::npos);
  }
}

TEST_CASE("no recording rule averages a ratio") {
  for (const auto& rule : recording_rules("a")) {
    CHECK(rule.expression.find("avg") == std::string::npos);
    CHECK(rule.expression.find("_ratio") == std::string::npos);
  }
}

// Tables of wrong configurations: each with the place and the text of every error that it must
// give.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "fixture.h"

namespace pue::config::test {

/// `at` occurs once in the text; the error is at its "|", or at its start.
struct Expected {
  std::string at;
  std::string message;
};

struct Bad {
  std::string text;
  std::vector<Expected> expected;
};

inline std::string located(const std::string& text, const Expected& expected) {
  auto needle = expected.at;
  const auto bar = needle.find('|');
  if (bar != std::string::npos) needle.erase(bar, 1);
  const auto found = text.find(needle);
  REQUIRE(found != std::string::npos);
  REQUIRE(text.find(needle, found + 1) == std::string::npos);
  const auto before = text.substr(0, found + (bar == std::string::npos ? 0 : bar));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto column = before.size() - (before.rfind('\n') + 1) + 1;
  return "p.yaml:" + std::to_string(line) + ":" + std::to_string(column) + ": " + expected.message;
}

inline void check_all(const std::vector<Bad>& table) {
  for (const auto& bad : table) {
    INFO(bad.text);
    std::vector<std::string> expected;
    for (const auto& one : bad.expected) expected.push_back(located(bad.text, one));
    CHECK(messages(bad.text) == expected);
  }
}

/// The grid meter's line with one key replaced or added; the meter stands in line 3.
inline std::string with_meter(const std::string& keys) {
  return good_site + "meters:\n  - {" + keys + "}\n" +
         good_meters.substr(good_meters.find('\n') + 1);
}

/// A lighting meter with one point of its own, in line 5.
inline std::string with_point(const std::string& point) {
  return good_site + good_meters +
         "  - {name: light, link: \"modbus+tcp://h\", unit: 3, role: lighting, max_power: 1kW, "
         "points: [\n    {" +
         point + "}]}\n";
}

}  // namespace pue::config::test

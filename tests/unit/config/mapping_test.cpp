#include "config/mapping.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::config;
using namespace std::chrono_literals;

namespace {

/// A `ledger:` mapping of that text, and the errors of reading it.
struct Read {
  SourceText source;
  ErrorList errors;
  Mapping map;
  explicit Read(const std::string& text)
      : source{"f", text}, errors(source), map(YAML::Load(text), Section::ledger, "it", errors) {}
  std::string first_error() const {
    return errors.empty() ? "none" : errors.sorted().front().message;
  }
};

constexpr DurationBounds bounds{1s, 1h};

}  // namespace

TEST_CASE("an absent key reads as nothing and is no error") {
  const Read read("{path: x}");
  CHECK_FALSE(read.map.has("interval"));
  CHECK_FALSE(read.map.duration("interval", bounds).has_value());
  CHECK(read.map.text("path") == "x");
  CHECK(read.errors.empty());
}

TEST_CASE("a wrong value reads as nothing and is told") {
  const Read read("{interval: [1], path: , grace: 2h}");
  CHECK_FALSE(read.map.duration("interval", bounds).has_value());
  CHECK(read.first_error() == "\"interval\": must be a text, it is a list");
  CHECK_FALSE(read.map.text("path").has_value());
  CHECK_FALSE(read.map.duration("grace", bounds).has_value());
  CHECK(read.errors.sorted().size() == 3);
  CHECK(read.errors.sorted()[1].message == "\"path\": must be a text, it is empty");
  CHECK(read.errors.sorted()[2].message == "\"grace\": 2h is outside 1s to 1h");
}

TEST_CASE("a number or boolean in quotes is a text") {
  const Read read("{path: \"1\"}");
  CHECK_FALSE(read.map.integer("path", {0, 9}).has_value());
  CHECK(read.first_error() == "\"path\": \"1\" is a text because of its quotes; write it without");
}

TEST_CASE("what is no mapping is told once and reads as nothing") {
  const Read read("[1, 2]");
  CHECK_FALSE(read.map.require("path", "write it"));
  CHECK_FALSE(read.map.text("path").has_value());
  CHECK(read.errors.sorted().size() == 1);
  CHECK(
      read.first_error() ==
      "it must be a mapping of keys (path, checkpoints, interval, grace, retention), it is a list");
}

TEST_CASE("a key that must be there is told with its remedy") {
  const Read read("{grace: 5s}");
  CHECK(read.map.require("grace", "-"));
  CHECK_FALSE(read.map.require("path", "write path: x"));
  CHECK(read.first_error() == "it has no \"path\"; write path: x");
}

TEST_CASE("to ask for a key that is not in the section's list is our own bug") {
  const Read read("{path: x}");
  CHECK_THROWS_AS(read.map.text("url"), std::logic_error);
}

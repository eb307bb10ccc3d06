#include "config/yaml_guard.h"

#include <catch2/catch.hpp>

#include "base/limits.h"

using namespace pue::config;

namespace {

/// Messages with places, or "good".
std::vector<std::string> guarded(const std::string& text) {
  const auto result = parse_guarded({"f", text});
  std::vector<std::string> found;
  if (const auto* errors = std::get_if<LocatedErrors>(&result)) {
    for (const auto& error : *errors) found.push_back(error.text());
  } else {
    found.emplace_back("good");
  }
  return found;
}

using Lines = std::vector<std::string>;

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

}  // namespace

TEST_CASE("ordinary YAML passes, quotes, ampersands and stars in texts included") {
  CHECK(guarded("a: \"x?b=1&parity=even\"\nb: 'it*s'\nc: modbus+rtu:/dev/x?a=1&b=2\nd: ~\n") ==
        Lines{"good"});
  CHECK(guarded("---\na: 1\n...\n") == Lines{"good"});
}

TEST_CASE("anchors, aliases and tags are refused where they stand") {
  CHECK(guarded("a: &x 1\nb: *x\n") ==
        Lines{"f:1:4: anchor \"&x\" is not allowed; write the values out",
              "f:2:4: aliases (*name) are not allowed; write the values out"});
  CHECK(guarded("a: !!str 1\n") ==
        Lines{"f:1:4: tag \"tag:yaml.org,2002:str\" is not allowed; remove it"});
  CHECK(guarded("a: !x {b: 1}\n") == Lines{"f:1:4: tag \"!x\" is not allowed; remove it"});
  CHECK(guarded("a: *nowhere\n").front().find("f:1:4: not valid YAML") == 0);
}

TEST_CASE("a second document and text after the document are refused") {
  const std::string message = ": text after the end of the document; a file holds one document";
  CHECK(guarded("a: 1\n---\nb: 2\n") == Lines{"f:2:1" + message});
  CHECK(guarded("{a: 1} junk\n") == Lines{"f:1:8" + message});
  CHECK(guarded("{a: 1}\n]\n") == Lines{"f:2:1: not valid YAML: illegal flow end"});
}

TEST_CASE("texts on which yaml-cpp's LoadAll does not end are refused in one step") {
  for (const auto* text : {",", "]", "}", "a: 1\n,", ", ,", "[a]]]"}) {
    INFO(text);
    CHECK(guarded(text) != Lines{"good"});
  }
}

TEST_CASE("an empty file is refused") {
  CHECK(guarded("") == Lines{"f:1:1: the file is empty"});
  CHECK(guarded("# only a comment\n") == Lines{"f:1:1: the file is empty"});
}

TEST_CASE("duplicate keys are refused at any depth, with the place of both") {
  CHECK(guarded("a: 1\nb:\n  - {c: 1, d: 2, c: 3}\na: 2\n") ==
        Lines{"f:3:18: duplicate key \"c\", first given in line 3; remove one",
              "f:4:1: duplicate key \"a\", first given in line 1; remove one"});
  CHECK(guarded("? [a]\n: 1\n") == Lines{"f:1:3: a key must be a plain word"});
}

TEST_CASE("nesting is bounded, in flow and in block style, however deep it goes on") {
  using pue::limits::config_depth;
  CHECK(guarded("a: " + repeated("[", config_depth - 1) + repeated("]", config_depth - 1)) ==
        Lines{"good"});
  for (const auto* piece : {"[", "{a: ", "- ", "? "}) {
    INFO(piece);
    const auto errors = guarded(repeated(piece, 100'000));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0] != "good");
  }
  CHECK(guarded(repeated("[", 17) + repeated("]", 17)) ==
        Lines{"f:1:17: nested more than 16 levels deep"});
}

TEST_CASE("a file beyond the size bound is refused without being parsed") {
  CHECK(guarded(std::string(5 * 1024 * 1024, '[')) ==
        Lines{"f:1:1: the file has 5242880 bytes, at most 4194304 are read"});
}

TEST_CASE("broken YAML is told with its place") {
  CHECK(guarded("a: 1\n b: 2\n").front().find("f:2:3: not valid YAML") == 0);
}

TEST_CASE("hidden and broken characters are refused before parsing") {
  CHECK(guarded("a: 1\nb: \xff\n") == Lines{"f:2:4: not UTF-8 here; save the file as UTF-8"});
  CHECK(guarded(std::string("a: \0b\n", 6)) ==
        Lines{"f:1:4: character U+0000 is not allowed; remove it"});
}

TEST_CASE("a text must close its quote in its own line") {
  // yaml-cpp 0.7 takes both as good.
  CHECK(guarded("a: \"x\n") == Lines{"f:1:4: the closing quote is missing in this line"});
  CHECK(guarded("和: 1\r\na: 'it''s\r\nb: 1\r\n") ==
        Lines{"f:2:4: the closing quote is missing in this line"});
  CHECK(guarded("a: 'it''s'\nb: \"x\\\"\"\nc: \"\"\n") == Lines{"good"});
  CHECK(guarded("a: ! x\n") == Lines{"f:1:4: tag \"!\" is not allowed; remove it"});
}

#include "config/errors.h"

#include <catch2/catch.hpp>

#include "bad_configuration.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

TEST_CASE("all errors of a file are told at once, in the order of the file") {
  const auto errors =
      messages("site: {nam: a}\npolling: {interval: 5}\nmeters:\n  - {unit: x}\nledger: {}\n");
  CHECK(errors.size() == 10);
  CHECK(std::is_sorted(errors.begin(), errors.end(), [](const auto& a, const auto& b) {
    return a.substr(0, 8) < b.substr(0, 8);
  }));
}

TEST_CASE("errors are bounded, and what is not shown is counted") {
  std::string text = good_site + good_meters;
  for (int i = 0; i < 150; ++i) text += "key" + std::to_string(i) + ": 1\n";
  const auto errors = messages(text);
  REQUIRE(errors.size() == 101);
  CHECK(errors.back().find("50 more errors are not shown; mend these first") != std::string::npos);
}

TEST_CASE("columns count characters, not bytes") {
  CHECK(messages("site: {name: \"和林格尔\", timezone: Asia/Shanghai, xyzzyplugh: 1}\n" +
                 good_meters)[1]
            .find("p.yaml:1:47: unknown key") == 0);
}

TEST_CASE("errors of another file come after this file's") {
  const SourceText source{"p.yaml", "a: 1\nb: 2\n"};
  ErrorList errors(source);
  errors.append({{"a-profile.yaml", 1, 1, "second"}});
  YAML::Mark mark;
  mark.line = 1;
  mark.column = 3;
  errors.add(mark, "first");
  const auto sorted = errors.sorted();
  REQUIRE(sorted.size() == 2);
  CHECK(sorted[0].text() == "p.yaml:2:4: first");
  CHECK(sorted[1].text() == "a-profile.yaml:1:1: second");
}

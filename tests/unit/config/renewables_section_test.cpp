#include "config/renewables_section.h"

#include <catch2/catch.hpp>

#include "fixture.h"

using namespace pue;
using namespace pue::config;
using namespace pue::config::test;

namespace {

using Texts = std::vector<std::string>;

Lookups with_files() {
  auto answers = lookups();
  answers.file = [](const std::string& path) -> Result<SourceText> {
    if (path == "grid.csv") {
      return SourceText{path, "time,fraction\n2026-03-01T00:00:00Z,0.5\n"};
    }
    if (path == "bad.csv") return SourceText{path, "time,fraction\n2026-03-01T00:00:00Z,5\n"};
    if (path == "green.csv") {
      return SourceText{path, "kind,number,period_start,period_end,kwh,status,retired_on,source\n"};
    }
    return Error{"cannot be read: No such file or directory"};
  };
  return answers;
}

const std::string good = good_site + good_meters;

}  // namespace

TEST_CASE("the files of renewables are read") {
  const auto green =
      loaded(good + "renewables: {grid_cfe: grid.csv, certificates: green.csv}\n", with_files())
          .engine.green;
  REQUIRE(green.grid_cfe);
  CHECK(green.grid_cfe->hours().size() == 1);
  REQUIRE(green.certificates);
  CHECK(green.certificates->empty());
}

TEST_CASE("without its file there is no series and no account") {
  const auto green = loaded(good, with_files()).engine.green;
  CHECK_FALSE(green.grid_cfe);
  CHECK_FALSE(green.certificates);
}

TEST_CASE("a file that is not there or not good is told with its place") {
  CHECK(
      messages(good + "renewables: {grid_cfe: grid.cvs, certificates: grid.csv}\n", with_files()) ==
      Texts{"p.yaml:5:24: \"grid_cfe\": \"grid.cvs\" cannot be read: No such file or directory",
            "grid.csv:1:1: no header line "
            "\"kind,number,period_start,period_end,kwh,status,retired_on,source\""});
  CHECK(messages(good + "renewables: {grid_cfe: bad.csv}\n", with_files()) ==
        Texts{"bad.csv:2:22: \"5\" is more than 1; write a fraction, for example 0.35"});
  CHECK(messages(good + "renewables: {grid_cfe: grid.csv}\n") ==
        Texts{"p.yaml:5:24: \"grid_cfe\": \"grid.csv\" no files are at hand"});
  CHECK(messages(good + "renewables: {ppa: x}\n", with_files()) ==
        Texts{"p.yaml:5:14: unknown key \"ppa\"; \"renewables\" has grid_cfe, certificates"});
}

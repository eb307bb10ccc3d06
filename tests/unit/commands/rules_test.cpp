#include "commands/rules.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "runtime/load_configuration.h"
#include "tests/unit/temporary_folder.h"

using namespace pue;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

config::Messages english() {
  const std::string path = PUE_SOURCE_DIR "/config/messages/en.yaml";
  return config::Messages::parse(path, read(path)).value();
}

config::Configuration of_site(const std::string& name) {
  config::Configuration result;
  result.engine.site.facts.name = name;
  return result;
}

std::size_t entries(const std::filesystem::path& folder) {
  const std::filesystem::directory_iterator begin(folder);
  return static_cast<std::size_t>(std::distance(begin, {}));
}

}  // namespace

TEST_CASE("the rules file of the tree is what puectl rules writes for the example site") {
  const std::filesystem::path example = PUE_SOURCE_DIR "/config/examples/horinger.yaml";
  const auto loaded = runtime::load_configuration(example);
  REQUIRE(std::holds_alternative<config::Configuration>(loaded));
  std::ostringstream out;
  REQUIRE(
      commands::rules(std::get<config::Configuration>(loaded), english(), "-", out).has_value());
  CHECK(read(PUE_SOURCE_DIR "/config/prometheus/pued.rules.yml") == out.str());
}

TEST_CASE("rules go to standard output when no file is named") {
  std::ostringstream out;
  for (const auto* output : {"", "-"}) {
    out.str("");
    REQUIRE(commands::rules(of_site("a"), english(), output, out).has_value());
    CHECK(out.str().find("alert: PueMeterDown") != std::string::npos);
  }
}

TEST_CASE("a rules file is replaced as a whole and nothing else is left beside it") {
  const test::TemporaryFolder folder;
  const auto path = folder / "pued.rules.yml";
  std::ostringstream out;
  REQUIRE(commands::rules(of_site("first"), english(), path.string(), out).has_value());
  REQUIRE(commands::rules(of_site("second"), english(), path.string(), out).has_value());
  CHECK(read(path).find("site second") != std::string::npos);
  CHECK(read(path).find("first") == std::string::npos);
  CHECK(entries(folder.path()) == 1);
  CHECK(out.str().empty());
}

TEST_CASE("a folder that does not exist is an error that names the file") {
  const test::TemporaryFolder folder;
  std::ostringstream out;
  const auto path = (folder / "missing" / "pued.rules.yml").string();
  const auto result = commands::rules(of_site("a"), english(), path, out);
  REQUIRE(result.has_error());
  CHECK(result.error().message.starts_with(path));
}

TEST_CASE("a file that cannot be replaced is an error and leaves nothing behind") {
  const test::TemporaryFolder folder;
  const auto path = folder / "pued.rules.yml";
  std::filesystem::create_directories(path / "in-the-way");
  std::ostringstream out;
  CHECK(commands::rules(of_site("a"), english(), path.string(), out).has_error());
  CHECK(entries(folder.path()) == 1);
}

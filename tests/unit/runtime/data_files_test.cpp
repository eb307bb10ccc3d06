#include "runtime/data_files.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "base/limits.h"
#include "runtime/load_configuration.h"
#include "tests/unit/temporary_folder.h"

using namespace pue;
using namespace pue::runtime;
namespace fs = std::filesystem;

using Folder = test::TemporaryFolder;

TEST_CASE("a profile in an earlier folder replaces its namesake, file by file") {
  const Folder first, second;
  first.write("profiles/a/x.yaml", "first");
  second.write("profiles/a/x.yaml", "second");
  second.write("profiles/a/y.yaml", "second");
  second.write("profiles/a/notes.txt", "no profile");
  const DataFiles files({first.path(), "/nonexistent", second.path()});
  CHECK(files.profile("a/x")->text == "first");
  CHECK(files.profile("a/y")->text == "second");
  CHECK_FALSE(files.profile("a/z").has_value());
  CHECK(files.profile_names() == std::vector<std::string>{"a/x", "a/y"});
}

TEST_CASE("a profile is named by vendor and model, and never by a path") {
  const Folder folder;
  folder.write("profiles/a/x.yaml", "a profile");
  folder.write("secret.yaml", "no profile");
  folder.write("profiles/alone.yaml", "no vendor");
  folder.write("profiles/a/b/deep.yaml", "too deep");
  folder.write("profiles/a/9.yaml", "no name");
  const DataFiles files({folder.path()});
  for (const auto* name :
       {"../secret", "a/../../secret", "alone", "a/b/deep", "a/9", "", "/", "a/"}) {
    INFO(name);
    CHECK_FALSE(files.profile(name).has_value());
  }
  CHECK(files.profile_names() == std::vector<std::string>{"a/x"});
}

TEST_CASE("all files of a name are found, the one that counts first, each once") {
  const Folder first, second;
  const auto counts = first.write("profiles/a/x.yaml", "own");
  const auto hidden = second.write("profiles/a/x.yaml", "shipped");
  const DataFiles files({first.path(), "/nonexistent", first.path() / ".", second.path()});
  CHECK(files.all("profiles/a/x.yaml") == std::vector<fs::path>{counts, hidden});
  CHECK(files.all("profiles/a/z.yaml").empty());
}

TEST_CASE("policies of all folders are found, each file name once, in its order") {
  const Folder first, second;
  first.write("policies/b.yaml", "own");
  second.write("policies/b.yaml", "shipped");
  second.write("policies/a.yaml", "shipped");
  const auto policies = DataFiles({first.path(), second.path()}).policies();
  REQUIRE(policies.size() == 2);
  CHECK(policies[0].text == "shipped");
  CHECK(policies[1].text == "own");
  CHECK(policies[1].file == (first.path() / "policies/b.yaml").string());
}

TEST_CASE("what is not a readable file of bounded size is refused with the reason") {
  const Folder folder;
  CHECK(read_bounded(folder.path() / "none").error().message ==
        "cannot be read: No such file or directory");
  CHECK(read_bounded(folder.path()).error().message == "is not a regular file");
  CHECK(read_bounded("/dev/zero").error().message == "is not a regular file");
  const auto big = folder.write("big", std::string(limits::config_bytes + 1, 'x'));
  CHECK(read_bounded(big).error().message == "has more than 4194304 bytes");
  CHECK(read_text_file(big).error().message == big.string() + ": has more than 4194304 bytes");
}

TEST_CASE("the shipped profiles and policies are all good, and factors are found") {
  const DataFiles files({fs::path(PUE_SOURCE_DIR) / "config"});
  CHECK(files.profile_names().size() >= 3);
  for (const auto& name : files.profile_names()) {
    const auto loaded = config::load_profile(name, *files.profile(name));
    const auto* errors = std::get_if<config::LocatedErrors>(&loaded);
    INFO((errors != nullptr ? errors->front().text() : name));
    CHECK(errors == nullptr);
  }
  CHECK(files.policies().size() >= 2);
  for (const auto& file : files.policies()) {
    INFO(file.file);
    CHECK(std::holds_alternative<config::PolicyTable>(config::load_policies(file)));
  }
  CHECK(files.factors().size() >= 2);
}

TEST_CASE("factors are found as policies are") {
  const Folder first, second;
  first.write("factors/b.yaml", "own");
  second.write("factors/b.yaml", "shipped");
  second.write("policies/a.yaml", "no factor");
  const auto factors = DataFiles({first.path(), second.path()}).factors();
  REQUIRE(factors.size() == 1);
  CHECK(factors[0].text == "own");
}

TEST_CASE("a file that the configuration names is taken from its folder") {
  const Folder folder;
  folder.write("data/grid.csv", "time,fraction\n");
  const auto file = lookups_for(folder.path() / "pued.yaml").file;
  CHECK(file("data/grid.csv")->text == "time,fraction\n");
  CHECK(file("data/grid.csv")->file == (folder.path() / "data/grid.csv").string());
  CHECK(file((folder.path() / "data/grid.csv").string())->text == "time,fraction\n");
  CHECK(file("none.csv").error().message == "cannot be read: No such file or directory");
}

TEST_CASE(
    "a configuration is loaded with the data of its folder, its own paths are relative to it") {
  const Folder folder;
  folder.write("profiles/own/meter.yaml",
               "model: M\nsource: S\nconfidence: low\npoints:\n"
               "  - {quantity: active_power_w, address: 30001, type: float32}\n");
  const auto file = folder.write(
      "pued.yaml",
      "site: {name: a, timezone: Asia/Shanghai}\nledger: {path: data/ledger.db, "
      "checkpoints: kept}\nmeters:\n"
      "  - {name: g, link: \"modbus+tcp://h\", unit: 1, profile: own/meter, role: grid}\n"
      "  - {name: i, link: \"modbus+tcp://h\", unit: 2, profile: own/meter, role: it}\n");
  const auto loaded = load_configuration(file);
  REQUIRE(std::holds_alternative<config::Configuration>(loaded));
  const auto& configuration = std::get<config::Configuration>(loaded);
  CHECK(configuration.ledger_path == (folder.path() / "data/ledger.db").string());
  CHECK(configuration.checkpoint_folder == (folder.path() / "kept").string());
  CHECK(configuration.engine.connections[0].confidence == meter::Confidence::low);
  CHECK_FALSE(configuration.engine.policies.empty());  // from the source tree
}

TEST_CASE("a configuration that cannot be read is one error at its start") {
  const auto loaded = load_configuration("/nonexistent/pued.yaml");
  CHECK(std::get<config::LocatedErrors>(loaded).at(0).text() ==
        "/nonexistent/pued.yaml:1:1: cannot be read: No such file or directory");
}

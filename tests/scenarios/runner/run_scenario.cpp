// run_scenario FILE.scn: drives the daemon's engine through one scenario under a virtual clock. The
// exit code is 0 when everything is as expected; each difference is told as FILE:LINE.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/rfc3339.h"
#include "runtime/data_files.h"
#include "runtime/zone_database.h"
#include "scenarios/runner/commands.h"
#include "scenarios/runner/expectations.h"
#include "scenarios/runner/script.h"

namespace pue::scenario {
namespace {

/// Profiles of the scenarios' own meters come before those of the product.
config::Lookups lookups(const Script& script) {
  const std::filesystem::path source = PUE_SOURCE_DIR;
  const runtime::DataFiles files({source / "tests/scenarios", source / "config"});
  config::Lookups lookups;
  lookups.profile = [files](const std::string& name) { return files.profile(name); };
  lookups.profile_names = [files] { return files.profile_names(); };
  lookups.zone = runtime::find_zone;
  lookups.policies = files.policies();
  lookups.file = [&script](const std::string& path) -> Result<config::SourceText> {
    return config::SourceText{path, script.events};
  };
  return lookups;
}

Result<std::unique_ptr<World>> world_of(const Script& script) {
  const auto start = parse_rfc3339(script.start);
  if (!start) return Error{script.file + ": START: " + start.error().message};
  auto loaded = config::load({script.file, script.configuration}, lookups(script));
  if (const auto* errors = std::get_if<config::LocatedErrors>(&loaded))
    return Error{config::text_of(*errors)};
  return std::make_unique<World>(std::get<config::Configuration>(loaded).engine, *start);
}

/// What went wrong, or nothing.
Mismatch execute(World& world, const Statement& statement) {
  Words words(statement.words);
  const auto command = words.take("a statement");
  Mismatch mismatch;
  if (command == "EXPECT")
    mismatch = expect(world, words);
  else
    perform(world, command, words);
  if (!mismatch) words.finish();
  return mismatch;
}

int play(World& world, const Script& script) {
  int failures = 0;
  for (const auto& statement : script.statements) {
    const auto place =
        fmt::format("{}:{}: {}", script.file, statement.line, fmt::join(statement.words, " "));
    try {
      if (const auto is = execute(world, statement)) {
        fmt::print("{}: it is {} at {}\n", place, *is, format_rfc3339(world.now().utc));
        ++failures;
      }
    } catch (const ScriptError& error) {
      fmt::print("{}: {}\n", place, error.what());
      return 1;
    }
  }
  return failures == 0 ? 0 : 1;
}

int run_file(const std::string& file) {
  const auto text = runtime::read_text_file(file);
  const auto script = text ? parse_script(file, *text) : Result<Script>{text.error()};
  if (!script) return fmt::print("{}\n", script.error().message), 1;
  auto world = world_of(*script);
  if (!world) return fmt::print("{}\n", world.error().message), 1;
  return play(**world, *script);
}

}  // namespace
}  // namespace pue::scenario

int main(int count, char** arguments) {
  if (count != 2) {
    fmt::print(stderr, "usage: run_scenario FILE.scn\n");
    return 2;
  }
  return pue::scenario::run_file(arguments[1]);
}

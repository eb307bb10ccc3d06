#include "config/keys.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>

#include "fixture.h"

using namespace pue::config;
using namespace pue::config::test;

namespace {

using Keys = std::map<std::string, std::set<std::string>>;

/// "### `section`" headings of docs/configuration.md and the first column of the tables below them.
Keys documented() {
  Keys keys;
  std::istringstream lines(read_text(source_file("docs/configuration.md")));
  std::string section;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) section.clear();
    if (line.starts_with("### `")) section = line.substr(5, line.size() - 6);
    if (section.empty() || !line.starts_with("| `")) continue;
    keys[section].insert(line.substr(3, line.find('`', 3) - 3));
  }
  return keys;
}

}  // namespace

TEST_CASE("docs/configuration.md has every key that the loader knows, and no other") {
  Keys known;
  for (const auto& section : all_sections()) {
    known[std::string(section.name)] = {section.known.begin(), section.known.end()};
  }
  CHECK(documented() == known);
}

TEST_CASE("the ten-line example of docs/configuration.md is a good configuration") {
  const auto text = read_text(source_file("docs/configuration.md"));
  const auto start = text.find("```yaml\n") + 8;
  auto example = text.substr(start, text.find("```", start) - start);
  CHECK(std::count(example.begin(), example.end(), '\n') == 10);
  auto answers = lookups();
  answers.profile = [](const std::string& name) -> std::optional<SourceText> {
    return SourceText{name, read_text(source_file("config/profiles/" + name + ".yaml"))};
  };
  CHECK(messages(example, answers) == std::vector<std::string>{});
}

TEST_CASE("no key is both known and not yet supported") {
  for (const auto& section : all_sections()) {
    for (const auto key : section.not_yet) {
      INFO(section.name << " " << key);
      CHECK(std::count(section.known.begin(), section.known.end(), key) == 0);
    }
  }
}

#include "commands/register_maps.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/unit/temporary_folder.h"

using namespace pue;
using namespace pue::commands;

namespace {

using Folder = test::TemporaryFolder;

engine::Settings using_profiles(const std::vector<std::string>& names) {
  engine::Settings settings;
  for (const auto& name : names) settings.connections.emplace_back().profile = name;
  return settings;
}

}  // namespace

TEST_CASE("each register map is told with its file, and what it hides") {
  const Folder folder;
  const auto own = folder.write("own/profiles/a/x.yaml", "model: mine\n");
  const auto shipped = folder.write("shipped/profiles/a/x.yaml", "model: theirs\n");
  const auto same = folder.write("own/profiles/a/y.yaml", "model: the same\n");
  folder.write("shipped/profiles/a/y.yaml", "model: the same\n");
  folder.write("shipped/profiles/a/unused.yaml", "model: M\n");
  // The second way to the first folder hides nothing.
  const runtime::DataFiles files({folder / "own", folder / "own/.", folder / "shipped"});
  std::ostringstream out;
  describe_register_maps(using_profiles({"a/y", "a/x", "", "a/x"}), files, out);
  CHECK(out.str() ==
        "\nRegister maps\n"
        "  a/x: " +
            own.string() +
            "\n"
            "    WARNING: it comes before " +
            shipped.string() +
            ", which differs\n"
            "  a/y: " +
            same.string() + "\n");
}

TEST_CASE("a site whose meters have their own points has no register maps to tell") {
  std::ostringstream out;
  describe_register_maps(using_profiles({"", ""}), runtime::DataFiles({}), out);
  CHECK(out.str().empty());
}

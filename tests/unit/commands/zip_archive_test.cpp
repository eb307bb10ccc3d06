#include "commands/zip_archive.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

using namespace pue::commands;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("a folder is packed and unpacked, and equal content gives equal bytes") {
  const ScratchFolder scratch;
  for (const char* name : {"one", "two"}) {
    put(scratch.path() / name / "b" / "c.txt", "c");
    put(scratch.path() / name / "a.txt", std::string(100'000, 'a'));
    REQUIRE(pack(scratch.path() / name, scratch.path() / (std::string(name) + ".zip")).has_value());
    fs::last_write_time(scratch.path() / "one" / "a.txt", fs::file_time_type::min());
  }
  CHECK(content(scratch.path() / "one.zip") == content(scratch.path() / "two.zip"));
  CHECK(fs::file_size(scratch.path() / "one.zip") < 2000);
  fs::create_directory(scratch.path() / "out");
  REQUIRE(unpack(scratch.path() / "one.zip", scratch.path() / "out").has_value());
  CHECK(content(scratch.path() / "out" / "b" / "c.txt") == "c");
  CHECK(content(scratch.path() / "out" / "a.txt") == std::string(100'000, 'a'));
}

TEST_CASE("what is no zip file, or cannot be written, is told with its path") {
  const ScratchFolder scratch;
  put(scratch.path() / "x.zip", "PK but no more");
  const auto read = unpack(scratch.path() / "x.zip", scratch.path());
  REQUIRE(read.has_error());
  CHECK(read.error().message.find("x.zip: ") != std::string::npos);
  const auto written = pack(scratch.path(), scratch.path() / "no" / "y.zip");
  REQUIRE(written.has_error());
  CHECK(written.error().message.find("y.zip: ") != std::string::npos);
}

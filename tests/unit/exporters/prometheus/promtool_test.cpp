// The exposition judged by the Prometheus project's own linter. Needs `promtool` by the environment
// variable PROMTOOL or on the PATH (Debian package prometheus).
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "exporters/prometheus/exposition.h"
#include "tests/unit/exporters/example_view.h"

namespace {

struct Outcome {
  int exit_code;
  std::string output;
};

Outcome run(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 4096> chunk{};
  for (std::size_t n; (n = fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
    output.append(chunk.data(), n);
  return {WEXITSTATUS(pclose(pipe)), output};
}

std::string promtool() {
  if (const char* path = std::getenv("PROMTOOL")) return path;
  return run("command -v promtool").exit_code == 0 ? "promtool" : "";
}

}  // namespace

TEST_CASE("promtool check metrics has nothing to say") {
  const auto tool = promtool();
  if (tool.empty()) {
    WARN("SKIPPED: promtool not found; set PROMTOOL or install the package prometheus");
    return;
  }
  const auto file = std::filesystem::temp_directory_path() /
                    ("pue-exposition-" + std::to_string(getpid()) + ".txt");
  std::ofstream(file) << pue::prometheus::exposition(pue::test::year_view());
  const auto outcome = run("'" + tool + "' check metrics < '" + file.string() + "'");
  std::filesystem::remove(file);
  CHECK(outcome.output == "");
  CHECK(outcome.exit_code == 0);
}

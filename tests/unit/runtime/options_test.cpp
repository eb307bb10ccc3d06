#include "runtime/options.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace pue::runtime;

namespace {

std::optional<int> parse(std::vector<const char*> arguments, Options& options) {
  arguments.insert(arguments.begin(), "pued");
  return parse_options(static_cast<int>(arguments.size()), arguments.data(), options);
}

}  // namespace

TEST_CASE("without flags pued is reachable from its own machine alone") {
  Options options;
  CHECK_FALSE(parse({}, options));
  CHECK(options.listen_address == "127.0.0.1:12500");
  CHECK(options.config_file == "/etc/pued/pued.yaml");
  CHECK_FALSE(options.enable_lifecycle);
}

TEST_CASE("each flag reaches its option") {
  Options options;
  CHECK_FALSE(parse({"--config.file=a.yaml", "--web.listen-address", "[::]:1",
                     "--web.enable-lifecycle", "--log.level=debug", "--log.format=json"},
                    options));
  CHECK(options.config_file == "a.yaml");
  CHECK(options.listen_address == "[::]:1");
  CHECK(options.enable_lifecycle);
  CHECK(options.log_level == "debug");
  CHECK(options.log_format == "json");
}

TEST_CASE("help and version end the program well, a wrong flag ends it with 2") {
  Options options;
  CHECK(parse({"--help"}, options) == 0);
  CHECK(parse({"--version"}, options) == 0);
  CHECK(parse({"--config.fil=a"}, options) == 2);
  CHECK(parse({"--config.file"}, options) == 2);
}

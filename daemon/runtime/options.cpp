#include "runtime/options.h"

#include <CLI/CLI.hpp>

namespace pue::runtime {

std::string version() { return PUED_VERSION; }

std::optional<int> parse_options(int argc, const char* const* argv, Options& options) {
  CLI::App app("pued: polls Modbus meters, accounts energy, exports PUE for Prometheus");
  app.set_version_flag("--version", "pued " + version());
  app.add_option("--config.file", options.config_file, "configuration")->capture_default_str();
  app.add_option("--web.listen-address", options.listen_address,
                 "host:port of metrics, page and API; loopback until opened on purpose")
      ->capture_default_str();
  app.add_flag("--web.enable-lifecycle", options.enable_lifecycle, "allow POST /-/reload");
  app.add_option("--log.level", options.log_level, "debug, info, warn or error")
      ->capture_default_str();
  app.add_option("--log.format", options.log_format, "logfmt or json")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return std::nullopt;
}

}  // namespace pue::runtime

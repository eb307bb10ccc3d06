// pued's command line, in the style of Prometheus programs.
#pragma once

#include <optional>
#include <string>

namespace pue::runtime {

struct Options {
  std::string config_file = "/etc/pued/pued.yaml";
  std::string listen_address = "127.0.0.1:12500";
  bool enable_lifecycle = false;
  std::string log_level = "info";
  std::string log_format = "logfmt";
};

/// Exit status when the program ends here (0 after --help and --version, 2 for a wrong flag, with
/// the message printed), nothing when it runs.
std::optional<int> parse_options(int argc, const char* const* argv, Options& options);

/// "0.1.0", of this build.
std::string version();

}  // namespace pue::runtime

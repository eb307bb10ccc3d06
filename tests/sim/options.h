// The command line of puesim. Meaning only: nothing is opened or read here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sim/faults.h"

namespace pue::sim {

struct Options {
  std::string site_file;
  std::uint16_t base_port = 0;  // 0: the kernel chooses
  std::uint16_t control_port = 0;
  int extra_meters = 0;
  double speed = 1;
  std::optional<std::uint64_t> seed;  // absent: the state's, or 1
  std::string state_file;
  std::string serial_link;
  std::vector<MeterFault> faults;
  std::optional<std::int64_t> register_step_wh;

  std::string history;  // "13mo"; "" runs live
  std::string readings_file;
  std::string truth_file;
  std::int64_t history_step_s = 900;
  std::int64_t last_day_step_s = 900;
  std::optional<std::int64_t> until;  // seconds since 1970; absent: now

  std::string config_file;  // "": none is written
  std::string ledger;
  std::string poll_interval = "5s";
};

/// What was asked for. `exit_status` is set when the program should end at once (--help: 0).
struct CommandLine {
  Options options;
  std::optional<int> exit_status;
};
CommandLine parse_command_line(int argc, const char* const* argv);

/// "15m", "60s", "1h" → seconds; 1 s to 1 d.
Result<std::int64_t> parse_step(const std::string& text);

}  // namespace pue::sim

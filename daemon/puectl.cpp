// puectl: pued's tool for people. Each command is a file in daemon/commands/.
#include <CLI/CLI.hpp>

#include "commands/bundle.h"
#include "commands/check.h"
#include "commands/correct.h"
#include "commands/decode.h"
#include "commands/doctor.h"
#include "commands/event.h"
#include "commands/history.h"
#include "commands/init.h"
#include "commands/read.h"
#include "commands/replay.h"
#include "commands/report.h"
#include "commands/rules.h"
#include "commands/scan.h"
#include "commands/trace.h"
#include "commands/verify.h"
#include "runtime/options.h"

int main(int argc, char** argv) {
  CLI::App app("puectl: check, probe and replay a site that pued monitors");
  app.set_version_flag("--version", "puectl " + pue::runtime::version());
  app.require_subcommand(1);

  int exit_code = 0;
  using namespace pue::commands;
  add_check(app, exit_code);
  add_init(app, exit_code);
  add_read(app, exit_code);
  add_decode(app, exit_code);
  add_scan(app, exit_code);
  add_doctor(app, exit_code);
  add_trace(app, exit_code);
  add_replay(app, exit_code);
  add_history(app, exit_code);
  add_rules(app, exit_code);
  add_event(app, exit_code);
  add_correct(app, exit_code);
  add_verify(app, exit_code);
  add_report(app, exit_code);
  add_bundle(app, exit_code);

  CLI11_PARSE(app, argc, argv);
  return exit_code;
}

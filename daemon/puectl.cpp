// puectl: pued's tool for people. Each command is a file in daemon/commands/.
#include "commands/bundle.h"
#include "commands/check.h"
#include "commands/command_line.h"
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
  using namespace pue::commands;
  CommandLine line("puectl: check, probe and replay a site that pued monitors",
                   "puectl " + pue::runtime::version());
  add_check(line);
  add_init(line);
  add_read(line);
  add_decode(line);
  add_scan(line);
  add_doctor(line);
  add_trace(line);
  add_replay(line);
  add_history(line);
  add_rules(line);
  add_event(line);
  add_correct(line);
  add_verify(line);
  add_report(line);
  add_bundle(line);
  return line.run(argc, argv);
}

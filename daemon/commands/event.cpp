#include "commands/event.h"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <variant>

#include "commands/command_line.h"
#include "commands/through_daemon.h"
#include "runtime/load_configuration.h"
#include "runtime/user_name.h"

namespace pue::commands {
namespace {

using runtime::EventEntered;
using runtime::EventRequest;

Result<EventEntered> enter_here(const std::string& config_file, EventRequest event) {
  if (event.who.empty()) event.who = runtime::user_name(::getuid());
  const auto entry = runtime::EventEntry::prepare(config_file, event);
  if (!entry) return entry.error();
  return entry->add();
}

}  // namespace

Result<void> enter_event(const std::string& config_file, const EventRequest& event,
                         std::ostream& out) {
  const auto loaded = runtime::load_configuration(config_file);
  if (const auto* errors = std::get_if<config::LocatedErrors>(&loaded))
    return Error{config::text_of(*errors)};
  bool by_daemon = true;
  const auto entered =
      through_daemon<EventEntered>(std::get<config::Configuration>(loaded), event, [&] {
        by_daemon = false;
        return enter_here(config_file, event);
      });
  if (!entered) return entered.error();
  fmt::print(out, "{}: {}{}\n", entered->file, entered->row,
             by_daemon ? "pued has taken it"
                       : "start pued or reload it (systemctl reload pued, or SIGHUP): it enters it "
                         "into the ledger");
  return {};
}

void add_event(CommandLine& line) {
  auto command = line.command("event", "Enter what a person did to a meter");
  const auto config_file = std::make_shared<std::string>();
  const auto event = std::make_shared<runtime::EventRequest>();
  command.option("CONFIG", *config_file, "The configuration").required();
  command.option("METER", event->meter, "Its name").required();
  command.option("KIND", event->kind, "swap, ct_change, calibration, outage, reference").required();
  command.option("--at", event->at, "When, RFC 3339 with zone").required();
  command.option("--final", event->final_reading,
                 "Last reading before it, in Wh as it is read (reference: the reading)");
  command.option("--initial", event->initial_reading, "First reading after it");
  command.option("--who", event->who, "Who did it; else who starts this");
  command.option("--why", event->why, "The reason").required();
  command.option("--ticket", event->ticket, "Number of a document");
  command.run([config_file, event] { return enter_event(*config_file, *event, std::cout); });
}

}  // namespace pue::commands

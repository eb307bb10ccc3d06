#include "commands/trace.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>

#include "base/rfc3339.h"
#include "commands/command_line.h"
#include "commands/live_target.h"
#include "config/scalar.h"
#include "runtime/clock.h"
#include "runtime/control_message.h"
#include "runtime/control_socket.h"

namespace pue::commands {
namespace {

using runtime::TracedBytes;

constexpr auto look_again_after = std::chrono::milliseconds{250};

struct TraceOptions {
  LiveTargetOptions target;
  std::optional<std::string> duration;
};

Result<std::vector<TracedBytes>> ask(const LiveTarget& target, std::uint64_t after) {
  const runtime::TraceRequest request{target.link.address, target.unit, after};
  const auto answer = runtime::ask_daemon(target.daemon, runtime::question_of(request));
  if (!answer) return answer.error();
  if (!*answer) return Error{"the daemon has stopped"};
  return runtime::outcome_from<std::vector<TracedBytes>>(**answer);
}

Result<void> trace_meter(const TraceOptions& options) {
  const auto target = live_target(options.target);
  if (!target) return target.error();
  auto end = MonoTime::max();
  if (options.duration) {
    const auto given = config::parse_duration(*options.duration);
    if (!given || *given <= Duration{0}) return Error{"--for is a time, for example 30s"};
    end = runtime::mono_now() + *given;
  }
  if (target->daemon.empty())
    return Error{fmt::format(
        "no running pued polls {} under {} and can be asked (control.socket); puectl read {} asks "
        "the meter itself",
        target->link.name, options.target.config_file, options.target.meter)};
  const TraceSource source{[&](std::uint64_t after) { return ask(*target, after); },
                           [&] {
                             if (runtime::mono_now() >= end) return false;
                             std::this_thread::sleep_for(look_again_after);
                             return true;
                           }};
  const bool rtu = modbus::uses_rtu(target->link.address);
  return trace(source, rtu ? modbus::WireForm::rtu : modbus::WireForm::mbap, std::cout);
}

}  // namespace

Result<void> trace(const TraceSource& source, modbus::WireForm form, std::ostream& out) {
  std::uint64_t seen = 0;
  do {
    const auto pieces = source.ask(seen);
    if (!pieces) return pieces.error();
    for (const auto& one : *pieces) {
      fmt::print(out, "{} {} {}  {}\n", format_rfc3339(one.at), one.sent ? "→" : "←",
                 modbus::hex_text(one.bytes), modbus::frame_text(one.bytes, form, one.sent));
      seen = one.number;
    }
    out.flush();
  } while (source.go_on());
  return {};
}

void add_trace(CommandLine& line) {
  auto command = line.command(
      "trace",
      "The bytes that a running pued and a meter exchange, with what they mean\n"
      "Goes on until it is interrupted or --for is over. On a serial line the frames are put\n"
      "together again from what libmodbus says of them.");
  const auto options = std::make_shared<TraceOptions>();
  command.option("METER", options->target.meter, "A meter of the configuration").required();
  command.option("--config.file", options->target.config_file, "The configuration that names it")
      .with_default();
  command.option("--for", options->duration, "For how long, e.g. 30s; else until interrupted");
  command.run([options] { return trace_meter(*options); });
}

}  // namespace pue::commands

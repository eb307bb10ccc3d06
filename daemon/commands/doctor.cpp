#include "commands/doctor.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <thread>

#include "commands/bus_access.h"
#include "commands/command_line.h"
#include "commands/examination.h"
#include "commands/live_target.h"
#include "commands/point_yaml.h"
#include "commands/progress.h"
#include "commands/sunspec_walk.h"
#include "config/scalar.h"
#include "meter/decode.h"
#include "runtime/one_shot.h"

namespace pue::commands {
namespace {

constexpr auto longest_wait = std::chrono::hours{1};

struct DoctorOptions {
  LiveTargetOptions target;
  std::string wait = "60s";
};

Result<Duration> wait_of(const DoctorOptions& options) {
  const auto wait = config::parse_duration(options.wait);
  if (!wait) return Error{"--wait: " + wait.error().message};
  if (*wait > longest_wait) return Error{"--wait is at most 1h"};
  return *wait;
}

MeterFacts facts_of(const LiveTarget& target) {
  MeterFacts facts;
  facts.self_described = !target.sunspec.empty();
  if (!target.configured) return facts;
  facts.max_power = target.configured->max_power_watts;
  facts.reverse = target.configured->reverse;
  facts.role = target.configured->role;
  return facts;
}

void print_notes(const std::vector<meter::Point>& points, const Examination& done, const Fit& fit,
                 const DoctorOptions& options) {
  if (fit.relations.empty())
    fmt::print(std::cout,
               "\nnote: nothing could be compared with anything: too few values, or hardly any "
               "load. Ask again under load.\n");
  const bool counts = std::any_of(points.begin(), points.end(), [](const meter::Point& point) {
    return meter::is_energy(point.quantity);
  });
  if (!done.energy_seen && counts)
    fmt::print(std::cout,
               "\nnote: energy was not compared with power: the registers would move by less than "
               "five steps within {}. Give a longer --wait.\n",
               options.wait);
}

Result<int> doctor(const DoctorOptions& options) {
  auto target = live_target(options.target);
  if (!target) return target.error();
  const auto wait = wait_of(options);
  if (!wait) return wait.error();
  BusAccess link(target->link, target->daemon);
  Progress progress;
  const Bedside bedside{[&](const modbus::Request& request) { return link.transact(request); },
                        [](Duration pause) { std::this_thread::sleep_for(pause); },
                        [&](const std::string& text) { progress.show(text); },
                        !target->sunspec.empty()};
  auto points = points_of(*target, bedside.ask, std::cout);
  if (!points) return points.error();
  target->points = std::move(*points);
  const auto facts = facts_of(*target);
  const auto done = examine(target->points, target->unit, facts.max_power, *wait, bedside);
  progress.clear();
  if (done.silent) {
    const modbus::Request asked{target->unit, target->points.front().range};
    return Error{runtime::explain(*done.silent, asked, target->link) +
                 "; puectl scan URL shows the units that answer"};
  }
  const auto diagnosis = diagnose(target->points, done.readings, facts);
  fmt::print(std::cout, "{} unit {}, {} points\n", target->link.name, target->unit,
             target->points.size());
  print_diagnosis(diagnosis, target->profile, !target->limits.cuts.empty(), std::cout);
  print_notes(target->points, done, diagnosis.fit, options);
  return diagnosis.findings.empty() ? 0 : 1;
}

void print_values(const Fit& fit, std::ostream& out) {
  for (std::size_t i = 0; i < fit.points.size(); ++i) {
    const auto quantity = fit.points[i].quantity;
    const auto& value = value_in(fit.values, quantity);
    fmt::print(out, "  {:<20} {}\n", meter::name(quantity),
               value ? fmt::format("{:.9g}", *value) : "no value");
  }
  for (const auto& relation : fit.relations)
    fmt::print(out, "  {}: {}\n", relation.holds() ? "agrees" : "differs", relation.text());
}

}  // namespace

void print_diagnosis(const Diagnosis& diagnosis, const std::string& profile,
                     bool profile_has_limits, std::ostream& out) {
  int number = 0;
  for (const auto& finding : diagnosis.findings)
    fmt::print(out, "\n{}. {}\n   seen:   {}\n   remedy: {}\n", ++number, finding.what,
               finding.evidence, finding.remedy);
  if (diagnosis.findings.empty()) fmt::print(out, "\nnothing wrong found\n");
  if (diagnosis.points_changed) {
    fmt::print(out, "\nthe points as they should be{}:\n    points:\n",
               profile.empty() ? "" : fmt::format(", in place of profile: {}", profile));
    for (const auto& point : diagnosis.points) fmt::print(out, "      - {}\n", point_yaml(point));
    if (!profile.empty() && profile_has_limits)
      fmt::print(out, "  with the forbidden ranges of that profile\n");
  }
  fmt::print(out, "\nthe values{}:\n", diagnosis.points_changed ? " by these points" : "");
  print_values(diagnosis.fit, out);
}

void add_doctor(CommandLine& line) {
  auto command = line.command(
      "doctor",
      "What is probably wrong with the configuration of a live meter\n"
      "Reads it as configured and, where that gives no sense, with the other function code,\n"
      "addresses off by one, other orders, scales and directions; compares P with ΣU·I·PF and\n"
      "energy with power over time. Exit status: 0 nothing wrong found; 1 something found, or\n"
      "the meter does not answer.");
  const auto options = std::make_shared<DoctorOptions>();
  add_live_target(command, options->target);
  command.option("--wait", options->wait, "How long to watch the registers of energy, up to 1h")
      .with_default();
  command.run([options] { return doctor(*options); });
}

}  // namespace pue::commands

#include "commands/read.h"

#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <variant>

#include "commands/bus_access.h"
#include "commands/command_line.h"
#include "commands/live_target.h"
#include "commands/sunspec_walk.h"
#include "engine/plausible.h"
#include "engine/telemetry.h"
#include "meter/decode.h"

namespace pue::commands {
namespace {

std::string hex(const std::vector<std::uint16_t>& words) {
  std::string text;
  for (const auto word : words) text += fmt::format("{:04X} ", word);
  if (!text.empty()) text.pop_back();
  return text;
}

/// What pued would make of the registers: the value, or why it would take none.
struct Shown {
  std::string text;
  bool is_value = false;
};

Shown shown(const meter::Point& point, const std::vector<std::uint16_t>& words) {
  const auto value = meter::decode(point, words);
  if (const auto* none = std::get_if<meter::NoValue>(&value))
    return {fmt::format("no value: {}", meter::name(*none)), false};
  const auto number = std::get<double>(value);
  if (!engine::possible_value(point.quantity, number))
    return {fmt::format("no value: {}", engine::implausible), false};
  return {meter::format_exact(number), true};
}

/// A value and its scale factor, without what stands between them.
std::vector<std::uint16_t> own_words(const meter::Point& point,
                                     const std::vector<std::uint16_t>& words) {
  if (!point.scale_factor) return words;
  const auto first = words.begin() + point.scale_factor->value_at;
  std::vector<std::uint16_t> own(first,
                                 first + static_cast<std::ptrdiff_t>(meter::registers(point.type)));
  own.push_back(words[point.scale_factor->factor_at]);
  return own;
}

int own_address(const meter::Point& point) {
  return point.range.address + (point.scale_factor ? point.scale_factor->value_at : 0);
}

int read_live(const LiveTargetOptions& options) {
  const auto target = live_target(options);
  if (!target) {
    std::cerr << "puectl read: " << target.error().message << '\n';
    return 1;
  }
  BusAccess link(target->link, target->daemon);
  const auto ask = [&](const modbus::Request& request) { return link.transact(request); };
  const auto points = points_of(*target, ask, std::cout);
  if (!points) {
    std::cerr << "puectl read: " << points.error().message << '\n';
    return 1;
  }
  return read_points(*points, target->unit, ask, std::cout) ? 0 : 1;
}

}  // namespace

bool read_points(const std::vector<meter::Point>& points, std::uint8_t unit, const Ask& ask,
                 std::ostream& out) {
  bool any = false;
  for (const auto& point : points) {
    const auto exchange = ask({unit, point.range});
    const auto ms = static_cast<double>((exchange.received - exchange.sent).count()) / 1e6;
    const auto* block = std::get_if<modbus::RegisterBlock>(&exchange.answer);
    out << fmt::format("{:<20} fc {} wire {:<6}", meter::name(point.quantity),
                       static_cast<int>(point.range.function), own_address(point));
    if (block != nullptr) {
      const auto [text, is_value] = shown(point, block->words);
      any = any || is_value;
      out << fmt::format(" [{}] {} ({:.1f} ms)\n", hex(own_words(point, block->words)), text, ms);
    } else {
      out << fmt::format(" {}\n", modbus::reason(std::get<modbus::Failure>(exchange.answer)));
    }
  }
  return any;
}

void add_read(CommandLine& line) {
  auto command = line.command("read", "One live reading of a meter, raw and decoded");
  const auto options = std::make_shared<LiveTargetOptions>();
  add_live_target(command, *options);
  command.run([options] { return read_live(*options); });
}

}  // namespace pue::commands

#include "commands/sunspec_walk.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/telemetry.h"
#include "meter/sunspec_discovery.h"

namespace pue::commands {
namespace {

using Step = meter::SunSpecDiscovery::Step;

// One for each place where the marker may be, as some devices are silent where they have nothing.
constexpr int most_silences = 3;

std::string known_models(const meter::SunSpecMap& map) {
  std::vector<std::uint16_t> ids;
  for (const auto& layout : map) ids.insert(ids.end(), layout.models.begin(), layout.models.end());
  return fmt::format("{}", fmt::join(ids, ", "));
}

}  // namespace

Result<std::vector<meter::SunSpecModel>> find_models(std::uint8_t unit, const Ask& ask) {
  meter::SunSpecDiscovery discovery;
  int silences = 0;
  for (;;) {
    const auto exchange = ask({unit, discovery.next()});
    switch (discovery.told(exchange.answer)) {
      case Step::ask_on:
        break;
      case Step::found:
        return discovery.models();
      case Step::failed:
        return Error{fmt::format("{}: {}", discovery.failure(), discovery.detail())};
      case Step::ask_later: {
        const auto& failure = std::get<modbus::Failure>(exchange.answer);
        const bool closed = failure.kind == modbus::Failure::Kind::connect;
        if (closed || ++silences == most_silences)
          return Error{
              fmt::format("{}, while its SunSpec models were looked for", modbus::reason(failure))};
      }
    }
  }
}

Result<std::vector<meter::Point>> points_among(const meter::SunSpecMap& map,
                                               const std::vector<meter::SunSpecModel>& models) {
  auto points = meter::points_in(map, models);
  if (!points.empty()) return points;
  return Error{fmt::format("{}: the profile reads models {}; the device has {}",
                           engine::sunspec_no_model, known_models(map),
                           models.empty() ? "none" : models_text(models))};
}

Result<std::vector<meter::Point>> points_of(const LiveTarget& target, const Ask& ask,
                                            std::ostream& out) {
  if (target.sunspec.empty()) return target.points;
  const auto at_unit = [&](const Error& error) {
    return Error{fmt::format("{} unit {}: {}", target.link.name, target.unit, error.message)};
  };
  const auto models = find_models(target.unit, ask);
  if (!models) return at_unit(models.error());
  out << "SunSpec models: " << models_text(*models) << '\n';
  auto points = points_among(target.sunspec, *models);
  if (!points) return at_unit(points.error());
  return points;
}

std::string models_text(const std::vector<meter::SunSpecModel>& models) {
  std::string text;
  for (const auto& model : models)
    text += fmt::format("{}{} at wire {}", text.empty() ? "" : ", ", model.id, model.header);
  return text;
}

}  // namespace pue::commands

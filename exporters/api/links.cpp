#include "exporters/api/links.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "exporters/api/fields.h"

namespace pue::api {
namespace {

namespace json = boost::json;

json::object refused(const engine::RefusedBlock& block) {
  return {{"unit", block.request.unit},
          {"function", static_cast<unsigned>(block.request.range.function)},
          {"address", block.request.range.address},
          {"count", block.request.range.count},
          {"exception", block.exception_code}};
}

json::object link(const engine::LinkTraffic& traffic) {
  json::object object;
  object["name"] = to_string(traffic.name);
  object["connected"] = traffic.connected;
  object["failures"] = traffic.failures;
  object["answers"] = traffic.answers;
  if (traffic.answers > 0)
    add(object, "mean_rtt_seconds",
        std::optional(traffic.rtt_seconds / static_cast<double>(traffic.answers)));
  add(object, "load", traffic.load);
  object["quarantined_units"] = traffic.quarantined_units;
  object["skipped_ticks"] = traffic.skipped_ticks;
  if (traffic.late_frames) object["late_frames"] = *traffic.late_frames;
  json::array blocks;
  for (const auto& block : traffic.refused) blocks.push_back(refused(block));
  object["refused_blocks"] = std::move(blocks);
  return object;
}

}  // namespace

json::value links(const View& view) {
  json::array array;
  for (const auto& traffic : view.telemetry.links) array.push_back(link(traffic));
  return array;
}

}  // namespace pue::api

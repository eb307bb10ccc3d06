#include "commands/replay_report.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>

#include "base/rfc3339.h"

namespace pue::commands {
namespace {

namespace json = boost::json;
using Numbers = std::map<std::string, double>;

std::string joules(const std::optional<Joules>& energy) {
  return energy ? std::to_string(energy->count) : std::string{};
}

/// Members of a list go by their own name, so that a window or a cap is found in both.
std::string name_of(const json::value& element, std::size_t position) {
  if (const auto* object = element.if_object())
    for (const auto* key : {"window", "policy"})
      if (const auto* name = object->if_contains(key)) return std::string(name->as_string());
  return std::to_string(position);
}

void collect(const json::value& value, const std::string& place, Numbers& numbers) {
  const auto below = [&](std::string_view name) {
    return place.empty() ? std::string(name) : fmt::format("{}.{}", place, name);
  };
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object)
      collect(member.value(), below(std::string_view(member.key().data(), member.key().size())),
              numbers);
  } else if (const auto* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i)
      collect((*list)[i], below(name_of((*list)[i], i)), numbers);
  } else if (value.is_number()) {
    numbers[place] = value.to_number<double>();
  } else if (value.is_bool()) {
    numbers[place] = value.as_bool() ? 1 : 0;
  }
}

std::optional<double> at(const Numbers& numbers, const std::string& place) {
  const auto found = numbers.find(place);
  if (found == numbers.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::string interval_csv_header() {
  std::string header = "start,end,version,quality,usable,facility_joules,it_joules";
  for (std::size_t i = 0; i < site::subsystem_count; ++i)
    header += fmt::format(",overhead_{}_joules", name(static_cast<site::Subsystem>(i)));
  for (std::size_t i = 0; i < 4; ++i)
    header += fmt::format(",source_{}_joules", name(static_cast<site::Role>(i)));
  return header +
         ",renewable_used_joules,exported_joules,curtailed_joules,it_category1_joules,"
         "it_category2_joules,it_category3_joules,estimated_facility_joules,estimated_it_joules,"
         "reused_heat_joules,water_millilitres\n";
}

std::string interval_csv_line(const site::SiteInterval& i) {
  auto line = fmt::format("{},{},{},{},{},{},{}", format_rfc3339(i.interval.start),
                          format_rfc3339(i.interval.end), i.version, energy::name(i.quality),
                          i.usable() ? 1 : 0, joules(i.facility), joules(i.it));
  for (const auto& energy : i.overhead) line += "," + joules(energy);
  for (const auto& energy : i.sources) line += "," + joules(energy);
  for (const auto& energy :
       {i.renewable_used, i.exported, i.curtailed, i.it_levels[0], i.it_levels[1], i.it_levels[2]})
    line += "," + joules(energy);
  return line + fmt::format(",{},{},{},{}\n", i.estimated_facility.count, i.estimated_it.count,
                            joules(i.reused_heat),
                            i.water ? std::to_string(i.water->count) : std::string{});
}

std::vector<Difference> differences(const json::object& here, const json::object& there) {
  Numbers ours, theirs;
  collect(here, "", ours);
  collect(there, "", theirs);
  Numbers all = ours;
  all.insert(theirs.begin(), theirs.end());
  std::vector<Difference> found;
  for (const auto& [place, number] : all) {
    Difference one{place, at(ours, place), at(theirs, place)};
    if (one.here != one.there) found.push_back(std::move(one));
  }
  return found;
}

std::string to_csv(const std::vector<Difference>& differences) {
  const auto cell = [](const std::optional<double>& number) {
    return number ? fmt::format("{}", *number) : std::string{};
  };
  std::string text = "figure,this,other,difference\n";
  for (const auto& one : differences) {
    const auto difference =
        one.here && one.there ? std::optional(*one.there - *one.here) : std::nullopt;
    text +=
        fmt::format("{},{},{},{}\n", one.figure, cell(one.here), cell(one.there), cell(difference));
  }
  return text;
}

}  // namespace pue::commands

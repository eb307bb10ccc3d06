#include "config/references.h"

#include <fmt/format.h>

#include "config/nearest.h"

namespace pue::config {

void References::note(const Mapping& meter, MeterId id) {
  const auto name = meter.text(key_);
  if (name) notes_.push_back({id, *name, meter.mark_of(key_)});
}

std::vector<Reference> References::resolve(const MeterNames& names, ErrorList& errors) const {
  std::vector<std::string_view> known;
  for (const auto& [name, id] : names) known.push_back(name);
  std::vector<Reference> resolved;
  for (const auto& note : notes_) {
    const auto found = names.find(note.name);
    if (found != names.end()) {
      resolved.push_back({note.meter, found->second, note.at});
      continue;
    }
    // A search among 20,000 names for each of 20,000 mistakes would take minutes.
    const auto hint = errors.full() ? "" : did_you_mean(note.name, known);
    errors.add(note.at, fmt::format("\"{}\": unknown meter \"{}\"{}", key_, note.name, hint));
  }
  return resolved;
}

}  // namespace pue::config

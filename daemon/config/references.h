// Keys of meters that name another meter (`parent`, `checks`): the name may stand before or after
// the meter that it means, so it is looked up when all are known. What it then means is not decided
// here.
#pragma once

#include <yaml-cpp/mark.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/ids.h"
#include "config/mapping.h"

namespace pue::config {

using MeterNames = std::map<std::string, MeterId, std::less<>>;

struct Reference {
  MeterId from;
  MeterId to;
  YAML::Mark at;
};

class References {
 public:
  /// `key` must outlive it.
  explicit References(std::string_view key) : key_(key) {}

  /// The meter's key, if it has one.
  void note(const Mapping& meter, MeterId id);
  /// In the order of notes; a name that no meter has is reported with the nearest.
  std::vector<Reference> resolve(const MeterNames& names, ErrorList& errors) const;

 private:
  struct Note {
    MeterId meter;
    std::string name;
    YAML::Mark at;
  };
  std::string_view key_;
  std::vector<Note> notes_;
};

}  // namespace pue::config

// `parent:` of meters: names that may stand before or after the meter that they name, resolved when
// all are known. A parent that does not exist and a cycle are reported.
#pragma once

#include <yaml-cpp/mark.h>

#include <string>
#include <vector>

#include "config/formula.h"
#include "config/mapping.h"

namespace pue::config {

class Parents {
 public:
  /// The meter's `parent`, if it has one.
  void note(const Mapping& meter, MeterId id);
  /// Sets MeterPlace::parent. Of each circle one meter is reported and gets none.
  void resolve(const MeterNames& names, std::vector<site::MeterPlace>& meters, ErrorList& errors);

 private:
  struct Note {
    MeterId meter;
    std::string parent;
    YAML::Mark at;
  };
  std::vector<Note> notes_;
};

}  // namespace pue::config

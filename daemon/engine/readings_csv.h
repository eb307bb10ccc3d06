// Readings as text: `time,meter,quantity,value` with a header line and # comments, RFC 3339 times
// with zone. The form in which history comes from elsewhere; read line by line, never guessed at.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/settings.h"
#include "meter/reading.h"

namespace pue::engine {

class ReadingsCsv {
 public:
  explicit ReadingsCsv(const Settings& settings);

  /// One line without its newline. Nothing for the header, comments and empty lines. Error: what is
  /// wrong with which field and what is expected; the caller adds file and line number.
  Result<std::optional<meter::Reading>> line(std::string_view text);

 private:
  Result<UtcTime> time(std::string_view text);

  std::map<std::string, MeterId, std::less<>> meters_;
  bool header_seen_ = false;
  std::string last_time_text_;  // consecutive rows mostly share their time
  UtcTime last_time_{};
};

/// Sorts by (time, order in the file), the order in which a replay accepts them.
void sort_for_replay(std::vector<meter::Reading>& readings);

/// The median step of each meter's active power (of its registers without power), by MeterId;
/// absent with fewer than two rows. `readings` sorted.
std::vector<std::optional<Duration>> median_steps(const std::vector<meter::Reading>& readings,
                                                  std::size_t meters);

/// Settings for readings that come at those steps instead of at polling.interval: powers up to 3
/// steps apart are connected (docs/domain.md, energy from meters).
Settings settings_for_replay(Settings settings, const std::vector<std::optional<Duration>>& steps);

}  // namespace pue::engine

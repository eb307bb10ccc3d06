// What a person did to a meter, as a row at the end of the events file: by the daemon when it is
// asked, or by `puectl event` when none runs. It puts no event into force and none into the ledger.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/time.h"
#include "config/load.h"
#include "runtime/descriptor.h"

namespace pue::runtime {

/// The fields of a row as they were typed.
struct EventRequest {
  std::string meter;
  std::string kind;           // swap, ct_change, calibration, outage, reference
  std::string at;             // RFC 3339 with zone
  std::string final_reading;  // "" not known
  std::string initial_reading;
  std::string who;
  std::string why;
  std::string ticket;
  bool operator==(const EventRequest&) const = default;
};

struct EventEntered {
  std::string file;
  std::string row;
  bool operator==(const EventEntered&) const = default;
};

/// A row with which the configuration loads. Nobody else adds one until this is gone.
class EventEntry {
 public:
  /// Writes nothing. Error: what is wrong with the row or the configuration, one a line; or the
  /// file was another's for all of `patience`.
  static Result<EventEntry> prepare(const std::filesystem::path& config_file,
                                    const EventRequest& request,
                                    Duration patience = std::chrono::seconds{5});
  /// As it is once the row is there.
  const config::Configuration& configuration() const { return configuration_; }
  /// On the disk when it returns. Error: why not; the file is then as it was.
  Result<EventEntered> add() const;

 private:
  EventEntry(std::filesystem::path path, std::string row)
      : path_(std::move(path)), row_(std::move(row)) {}
  Result<void> lock(Duration patience);
  Result<void> compose(const std::filesystem::path& config_file, const std::string& events,
                       config::Lookups lookups);
  Error failure() const;

  std::filesystem::path path_;
  Descriptor file_{-1};
  std::string row_;
  std::string addition_;  // the row, on a line of its own
  config::Configuration configuration_;
};

}  // namespace pue::runtime

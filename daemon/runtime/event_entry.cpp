#include "runtime/event_entry.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>
#include <thread>
#include <variant>

#include "base/limits.h"
#include "base/rfc3339.h"
#include "runtime/clock.h"
#include "runtime/data_files.h"
#include "runtime/load_configuration.h"

namespace pue::runtime {
namespace {

namespace fs = std::filesystem;

Result<std::string> row_of(const EventRequest& request) {
  if (auto at = parse_rfc3339(request.at); !at)
    return Error{fmt::format("\"{}\": {}", request.at, at.error().message)};
  std::string row;
  for (const auto* field :
       {&request.at, &request.meter, &request.kind, &request.final_reading,
        &request.initial_reading, &request.who, &request.why, &request.ticket}) {
    if (field->find_first_of(",\"\r\n") != std::string::npos)
      return Error{fmt::format("\"{}\": a field has no commas, quotes or line breaks", *field)};
    row += (row.empty() ? "" : ",") + *field;
  }
  return row + "\n";
}

Result<config::Configuration> loaded(const fs::path& config_file, const config::Lookups& lookups) {
  auto result = load_configuration(config_file, lookups);
  if (const auto* errors = std::get_if<config::LocatedErrors>(&result))
    return Error{config::text_of(*errors)};
  return std::get<config::Configuration>(std::move(result));
}

}  // namespace

Error EventEntry::failure() const {
  const int reason = errno;
  const bool forbidden = reason == EACCES || reason == EPERM || reason == EROFS;
  return Error{fmt::format("{}: {}{}", path_.string(), std::generic_category().message(reason),
                           forbidden ? "; name as `events` a file that pued may write, for example "
                                       "/var/lib/pued/events.csv, or add the row by hand and reload"
                                     : "")};
}

Result<void> EventEntry::lock(Duration patience) {
  file_ = Descriptor(::open(path_.c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
  if (!file_) return failure();
  const auto deadline = mono_now() + patience;
  while (::flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return failure();
    if (mono_now() >= deadline)
      return Error{
          fmt::format("{}: another program holds it; try again when it is done", path_.string())};
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return {};
}

/// Under the lock: what is to be added, and the configuration with it.
Result<void> EventEntry::compose(const fs::path& config_file, const std::string& events,
                                 config::Lookups lookups) {
  const auto text = read_text_file(path_);
  if (!text) return text.error();
  addition_ = (text->empty() || text->back() == '\n' ? "" : "\n") + row_;
  if (text->size() + addition_.size() > limits::config_bytes)
    return Error{fmt::format("{}: with this row it would have more than {} bytes", path_.string(),
                             limits::config_bytes)};
  const config::SourceText with_row{path_.string(), *text + addition_};
  lookups.file = [&, plain = lookups.file](const std::string& name) {
    return name == events ? Result<config::SourceText>(with_row) : plain(name);
  };
  auto configuration = loaded(config_file, lookups);
  if (!configuration) return configuration.error();
  configuration_ = std::move(*configuration);
  return {};
}

Result<EventEntry> EventEntry::prepare(const fs::path& config_file, const EventRequest& request,
                                       Duration patience) {
  auto row = row_of(request);
  if (!row) return row.error();
  const auto lookups = lookups_for(config_file);
  const auto known = loaded(config_file, lookups);
  if (!known) return known.error();
  const auto& events = known->events_file;
  if (events.empty())
    return Error{fmt::format("{}: it names no file of events; write \"events: events.csv\" into it",
                             config_file.string())};
  EventEntry entry(config_file.parent_path() / events, std::move(*row));
  if (auto locked = entry.lock(patience); !locked) return locked.error();
  if (auto composed = entry.compose(config_file, events, lookups); !composed)
    return composed.error();
  return entry;
}

Result<EventEntered> EventEntry::add() const {
  struct stat before {};
  if (::fstat(file_.number(), &before) != 0) return failure();
  if (write_all(file_, addition_) && ::fsync(file_.number()) == 0)
    return EventEntered{path_.string(), row_};
  const auto failed = failure();
  // Half a row would keep the next start from its configuration.
  if (::ftruncate(file_.number(), before.st_size) != 0)
    return Error{failed.message + "; its last line is not whole: remove it"};
  return failed;
}

}  // namespace pue::runtime

#include "commands/event.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <sys/file.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>
#include <utility>

#include "config/load.h"
#include "runtime/data_files.h"
#include "runtime/load_configuration.h"
#include "runtime/user_name.h"

namespace pue::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view header = "time,meter,kind,final,initial,who,why,ticket\n";

Result<std::string> row_of(const EventOptions& options) {
  const auto who = options.who.empty() ? runtime::user_name(::getuid()) : options.who;
  std::string row;
  for (const auto* field : {&options.at, &options.meter, &options.kind, &options.final_reading,
                            &options.initial_reading, &who, &options.why, &options.ticket}) {
    if (field->find_first_of(",\"\r\n") != std::string::npos)
      return Error{fmt::format("\"{}\": a field has no commas, quotes or line breaks", *field)};
    row += (row.empty() ? "" : ",") + *field;
  }
  return row + "\n";
}

/// Nobody else adds a row meanwhile; given back when it is gone.
class EventsFile {
 public:
  static Result<EventsFile> open(const fs::path& path) {
    constexpr int everyone_may_read = 0644;
    EventsFile file(
        path, ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, everyone_may_read));
    if (file.descriptor_ < 0 || ::flock(file.descriptor_, LOCK_EX) != 0) return file.failure();
    return file;
  }
  EventsFile(EventsFile&& other) noexcept
      : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  EventsFile& operator=(EventsFile&&) = delete;
  ~EventsFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  /// On the disk when it returns.
  Result<void> append(const std::string& text) const {
    const auto written = ::write(descriptor_, text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size()) || ::fsync(descriptor_) != 0) return failure();
    return {};
  }

 private:
  EventsFile(fs::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  Error failure() const {
    return Error{fmt::format("{}: {}", path_.string(), std::generic_category().message(errno))};
  }

  fs::path path_;
  int descriptor_;
};

std::string all_of(const config::LocatedErrors& errors) {
  std::string all;
  for (const auto& error : errors) all += (all.empty() ? "" : "\n") + error.text();
  return all;
}

/// What is to be added so that the row stands on a line of its own under the header.
std::string addition(const std::string& text, const std::string& row) {
  if (text.empty()) return std::string(header) + row;
  return text.back() == '\n' ? row : "\n" + row;
}

}  // namespace

Result<void> enter_event(const EventOptions& options, std::ostream& out) {
  const auto row = row_of(options);
  if (!row) return row.error();
  const auto source = runtime::read_text_file(options.config);
  if (!source) return source.error();
  auto lookups = runtime::lookups_for(options.config);
  const auto plain = lookups.file;
  const auto known = config::load({options.config, *source}, lookups);
  if (const auto* errors = std::get_if<config::LocatedErrors>(&known))
    return Error{all_of(*errors)};
  const auto& events = std::get<config::Configuration>(known).events_file;
  if (events.empty())
    return Error{fmt::format("{}: it names no file of events; write \"events: events.csv\" into it",
                             options.config)};
  const auto path = fs::path(options.config).parent_path() / events;
  const auto file = EventsFile::open(path);
  if (!file) return file.error();
  const auto text = runtime::read_text_file(path);
  if (!text) return text.error();
  const auto added = addition(*text, *row);
  lookups.file = [&](const std::string& name) -> Result<config::SourceText> {
    if (name == events) return config::SourceText{path.string(), *text + added};
    return plain(name);
  };
  const auto with_row = config::load({options.config, *source}, lookups);
  if (const auto* errors = std::get_if<config::LocatedErrors>(&with_row))
    return Error{all_of(*errors)};
  if (auto done = file->append(added); !done) return done;
  fmt::print(out, "{}: {}", path.string(), *row);
  fmt::print(out, "reload pued (systemctl reload pued, or SIGHUP): it enters it into the ledger\n");
  return {};
}

void add_event(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("event", "Enter what a person did to a meter");
  const auto options = std::make_shared<EventOptions>();
  command->add_option("CONFIG", options->config, "The configuration")->required();
  command->add_option("METER", options->meter, "Its name")->required();
  command->add_option("KIND", options->kind, "swap, ct_change, calibration, outage, reference")
      ->required();
  command->add_option("--at", options->at, "When, RFC 3339 with zone")->required();
  command->add_option("--final", options->final_reading,
                      "Last reading before it, in Wh as it is read (reference: the reading)");
  command->add_option("--initial", options->initial_reading, "First reading after it");
  command->add_option("--who", options->who, "Who did it; else who starts this");
  command->add_option("--why", options->why, "The reason")->required();
  command->add_option("--ticket", options->ticket, "Number of a document");
  command->callback([options, &exit_code] {
    const auto done = enter_event(*options, std::cout);
    if (!done) std::cerr << "puectl event: " << done.error().message << '\n';
    exit_code = done ? 0 : 1;
  });
}

}  // namespace pue::commands

#include "runtime/reloadable_site.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <thread>
#include <utility>
#include <variant>

#include "runtime/clock.h"
#include "runtime/load_configuration.h"
#include "runtime/options.h"

namespace pue::runtime {
namespace {

constexpr auto not_running =
    "the site is not running just now; try again, or look into the log of pued";

}  // namespace

Result<std::unique_ptr<ReloadableSite>> ReloadableSite::start(const std::string& config_file) {
  std::unique_ptr<ReloadableSite> site(new ReloadableSite(config_file));
  auto configuration = site->read();
  if (!configuration) return configuration.error();
  auto running = MonitoredSite::start(std::move(*configuration));
  if (!running) return running.error();
  site->current_ = std::move(*running);
  site->started_ = now().utc;
  site->state_.last_success = site->started_;
  return site;
}

Result<config::Configuration> ReloadableSite::read() const {
  auto loaded = load_configuration(config_file_);
  if (const auto* errors = std::get_if<config::LocatedErrors>(&loaded))
    return Error{config::text_of(*errors)};
  return std::get<config::Configuration>(std::move(loaded));
}

Result<void> ReloadableSite::check_exchange(const config::Configuration& next) const {
  const auto site = current();
  if (!site) return Error{not_running};
  const auto& now_in_force = site->configuration();
  if (next.ledger_path != now_in_force.ledger_path)
    return Error{fmt::format("{}: ledger.path changed from \"{}\" to \"{}\": restart pued for it",
                             config_file_, now_in_force.ledger_path, next.ledger_path)};
  if (next.control_socket != now_in_force.control_socket)
    return Error{fmt::format("{}: control.socket changed: restart pued for it", config_file_)};
  const auto& name = next.engine.site.facts.name;
  if (name != now_in_force.engine.site.facts.name)
    return Error{
        fmt::format("{}: site.name changed to \"{}\": restart pued for it", config_file_, name)};
  return {};
}

Result<void> ReloadableSite::check_reload() const {
  const auto next = read();
  if (!next) return next.error();
  return check_exchange(*next);
}

Result<void> ReloadableSite::reload() {
  const std::lock_guard one_at_a_time(exchanging_);
  return take(read());
}

/// A reload: whether it succeeded is told.
Result<void> ReloadableSite::take(Result<config::Configuration> next) {
  const auto result = [&]() -> Result<void> {
    if (!next) return next.error();
    if (auto fit = check_exchange(*next); !fit) return fit;
    return exchange(std::move(*next), nullptr);
  }();
  const std::lock_guard lock(mutex_);
  state_.last_successful = result.has_value();
  state_.last_error = result ? std::string{} : result.error().message;
  if (result) state_.last_success = now().utc;
  return result;
}

Result<CorrectionDone> ReloadableSite::correct(const CorrectionRequest& request) {
  const std::lock_guard one_at_a_time(exchanging_);
  auto running = current();
  if (!running) return Error{not_running};
  auto configuration = running->configuration();
  running.reset();
  if (configuration.ledger_path.empty()) return Error{"no ledger is configured"};
  // A site is not stopped for what would be refused.
  if (auto sound = check_correction(request, configuration.engine, configuration.ledger_path);
      !sound)
    return sound.error();
  Amendment amendment{request};
  const auto exchanged = exchange(std::move(configuration), &amendment);
  if (amendment.outcome) return *amendment.outcome;
  return exchanged ? Error{"the ledger could not be opened"} : exchanged.error();
}

Result<EventEntered> ReloadableSite::enter(const EventRequest& request) {
  const auto entry = EventEntry::prepare(config_file_, request);
  if (!entry) return entry.error();
  const std::lock_guard one_at_a_time(exchanging_);
  if (auto fit = check_exchange(entry->configuration()); !fit) return fit.error();
  auto entered = entry->add();
  if (!entered) return entered;
  if (auto taken = take(entry->configuration()); !taken)
    return Error{fmt::format("{} has the row, but it is not in force: {}", entered->file,
                             taken.error().message)};
  return entered;
}

/// Stops the running site, then starts the next one; the former again if that fails.
Result<void> ReloadableSite::exchange(config::Configuration next, Amendment* amendment) {
  auto former = current();
  auto former_configuration = former->configuration();
  const std::weak_ptr<const MonitoredSite> watched = former;
  {
    const std::lock_guard lock(mutex_);
    current_.reset();
  }
  former.reset();
  // A scrape may hold the former for a moment; its ledger must be closed before it is opened again.
  while (!watched.expired()) std::this_thread::sleep_for(std::chrono::milliseconds{1});

  auto started = MonitoredSite::start(std::move(next), amendment);
  Result<void> result;
  if (!started) {
    result = started.error();
    started = MonitoredSite::start(std::move(former_configuration));
    if (!started)
      return Error{result.error().message +
                   "; and the former configuration: " + started.error().message};
  }
  const std::lock_guard lock(mutex_);
  current_ = std::move(*started);
  return result;
}

std::shared_ptr<const MonitoredSite> ReloadableSite::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

engine::Telemetry ReloadableSite::telemetry(const MonitoredSite& site) const {
  auto telemetry = site.telemetry();
  telemetry.version = version();
  telemetry.config_file = config_file_;
  const std::lock_guard lock(mutex_);
  telemetry.started = started_;
  telemetry.reload = state_;
  return telemetry;
}

}  // namespace pue::runtime

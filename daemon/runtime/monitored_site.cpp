#include "runtime/monitored_site.h"

#include <fmt/format.h>
#include <malloc.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "runtime/clock.h"
#include "runtime/continued_accounting.h"
#include "runtime/ledger_opening.h"

namespace pue::runtime {
namespace {

constexpr auto write_out = std::chrono::seconds{4};  // of the 5 s in which a stop is to be done
constexpr auto scheduling_slack = std::chrono::seconds{2};
constexpr auto engine_bound = std::chrono::seconds{10};

}  // namespace

Result<std::unique_ptr<MonitoredSite>> MonitoredSite::start(config::Configuration configuration,
                                                            Amendment* amendment) {
  std::unique_ptr<MonitoredSite> site(new MonitoredSite(std::move(configuration)));
  auto accounting = site->open_ledger(amendment);
  if (!accounting) return accounting.error();
  site->polling_ = std::make_unique<PollLoop>(site->configuration_.engine);
  site->polling_->start();
  auto* polling = site->polling_.get();
  site->engine_ = std::make_unique<EngineLoop>(
      std::move(*accounting),
      EngineLoop::Inputs{[polling] { return polling->take_readings(); }, site->writer_.get()});
  // The C library keeps what parsing and recalling took: 20 MB of 1,000 meters' 50.
  ::malloc_trim(0);
  return site;
}

MonitoredSite::MonitoredSite(config::Configuration configuration)
    : configuration_(std::move(configuration)) {}

MonitoredSite::~MonitoredSite() {
  if (polling_) polling_->stop();
  engine_.reset();  // its last tick takes what polling left
  if (writer_ && !writer_->flush(write_out))
    spdlog::error("history of the last intervals is not written: {}", writer_->health().error);
}

Result<engine::Accounting> MonitoredSite::open_ledger(Amendment* amendment) {
  const auto& settings = configuration_.engine;
  if (configuration_.ledger_path.empty()) {
    spdlog::warn("no ledger is configured: no history is kept, a restart loses the counters");
    return engine::Accounting(settings);
  }
  auto opened = runtime::open_ledger(configuration_.ledger_path, configuration_, now().utc);
  if (!opened) return opened.error();
  spdlog::info("the ledger is signed by {}", ledger::to_text(opened->verifier));
  if (amendment != nullptr)
    amendment->outcome = apply_correction(amendment->request, settings, *opened->store,
                                          configuration_.ledger_path, now().utc);
  auto accounting = continued_accounting(settings, *opened->store, now());
  ledger_key_ = std::move(opened->key);
  std::optional<CheckpointFolder> checkpoints;
  if (!configuration_.checkpoint_folder.empty())
    checkpoints.emplace(configuration_.checkpoint_folder);
  if (accounting)
    writer_ = std::make_unique<LedgerWriter>(std::move(opened->store), std::move(checkpoints));
  return accounting;
}

engine::Telemetry MonitoredSite::telemetry() const {
  auto polled = polling_->telemetry();
  engine::Telemetry telemetry;
  telemetry.meters = std::move(polled.meters);
  telemetry.links = std::move(polled.links);
  telemetry.lateness = polled.lateness;
  telemetry.clock = kernel_clock(now().utc);
  engine::count_implausible(*snapshot(), telemetry);
  if (writer_) telemetry.store = writer_->health();
  return telemetry;
}

Result<std::size_t> MonitoredSite::link_of(const modbus::LinkAddress& address) const {
  const auto& links = configuration_.engine.links;
  const auto bus = modbus::bus_of(address);
  const auto link = std::find_if(links.begin(), links.end(), [&](const auto& one) {
    return modbus::bus_of(one.address) == bus;
  });
  const auto index = static_cast<std::size_t>(link - links.begin());
  if (link == links.end() || !polling_->polls(index))
    return Error{fmt::format("no meter of {} is in the configuration in force", bus)};
  return index;
}

Result<modbus::Exchange> MonitoredSite::ask(const modbus::LinkAddress& address,
                                            const modbus::Request& request) const {
  const auto link = link_of(address);
  if (!link) return link.error();
  auto turn = polling_->ask(*link, request);
  const auto& settings = configuration_.engine.links[*link];
  if (!turn) return Error{fmt::format("{} is asked for somebody else; ask again", settings.name)};
  const auto patience = settings.timeout + modbus::busy_bound(settings) +
                        2 * configuration_.engine.polling.interval + scheduling_slack;
  if (turn->wait_for(patience) != std::future_status::ready)
    return Error{fmt::format("{} had no time for it; ask again", settings.name)};
  return turn->get();
}

Result<std::vector<TracedBytes>> MonitoredSite::trace(const modbus::LinkAddress& address,
                                                      std::uint8_t unit,
                                                      std::uint64_t after) const {
  const auto link = link_of(address);
  if (!link) return link.error();
  return polling_->trace(*link, unit, after);
}

bool MonitoredSite::alive(MonoTime now) const {
  return now - polling_->heartbeat() <= polling_->heartbeat_bound() &&
         now - engine_->heartbeat() <= engine_bound;
}

}  // namespace pue::runtime

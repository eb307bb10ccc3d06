// The daemon: polls the meters of one site, accounts their energy, hands the figures out.
#include <malloc.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <iostream>

#include "commands/ledger_answers.h"
#include "exporters/http/process_figures.h"
#include "exporters/http/server.h"
#include "exporters/http/shared_view.h"
#include "exporters/page/explain_page.h"
#include "exporters/page/page.h"
#include "ledger/store/sqlite_store.h"
#include "runtime/clock.h"
#include "runtime/control_answers.h"
#include "runtime/control_socket.h"
#include "runtime/load_messages.h"
#include "runtime/log.h"
#include "runtime/options.h"
#include "runtime/reloadable_site.h"
#include "runtime/service_notify.h"
#include "runtime/signals.h"
#include "runtime/store_identity.h"
#include "runtime/zone_database.h"

namespace {

using namespace pue;

std::shared_ptr<const View> view_of(const runtime::ReloadableSite& site) {
  const auto current = site.current();
  if (!current) return nullptr;  // between two configurations
  auto view = std::make_shared<View>();
  view->snapshot = *current->snapshot();
  view->telemetry = site.telemetry(*current);
  view->process = http::read_process_figures();
  view->ready = true;
  return view;
}

page::RecentHistory last_day(const config::Configuration& configuration, UtcTime now) {
  if (configuration.ledger_path.empty()) return std::nullopt;
  auto identity = runtime::store_identity(configuration.engine);
  identity.meters.clear();  // the line is the site's
  auto store = ledger::open_ledger_reader(configuration.ledger_path, identity);
  if (!store) return store.error();
  return (*store)->intervals({now - std::chrono::hours{24}, now});
}

std::string page_of(const runtime::ReloadableSite& site, const config::Catalogue& catalogue,
                    const View& view, config::Language language) {
  const auto current = site.current();
  if (!current) return {};
  const auto& configuration = current->configuration();
  const auto& zone = configuration.engine.site.zone;
  return page::render({view, catalogue.in(language), language, zone},
                      last_day(configuration, view.snapshot.at));
}

std::string explain_of(const runtime::ReloadableSite& site, const config::Catalogue& catalogue,
                       const View& view, const api::Question& question, config::Language language) {
  const auto current = site.current();
  if (!current) return {};
  const auto& zone = current->configuration().engine.site.zone;
  return page::explain({view, catalogue.in(language), language, zone}, question);
}

std::optional<std::string> ledger_of(const runtime::ReloadableSite& site) {
  const auto current = site.current();
  if (!current) return std::nullopt;
  return current->configuration().ledger_path;
}

http::Source source_of(const runtime::ReloadableSite& site, const config::Catalogue& catalogue,
                       bool enable_lifecycle) {
  http::Source source;
  source.view = [shared = http::SharedView([&site] { return view_of(site); })]() mutable {
    return shared.at(runtime::mono_now());
  };
  source.page = [&site, &catalogue](const View& view, config::Language language) {
    return page_of(site, catalogue, view, language);
  };
  source.explain = [&site, &catalogue](const View& view, const api::Question& question,
                                       config::Language language) {
    return explain_of(site, catalogue, view, question, language);
  };
  source.ledger = commands::ledger_source([&site] { return ledger_of(site); }, runtime::find_zone);
  source.style = [] { return std::string(page::style_sheet()); };
  if (enable_lifecycle)
    source.reload = [&site]() -> Result<void> {
      if (auto checked = site.check_reload(); !checked) return checked;
      runtime::request_reload();
      return {};
    };
  source.log = [](const std::string& text) { spdlog::error("{}", text); };
  return source;
}

void reload(runtime::ReloadableSite& site) {
  runtime::service_notify::reloading();
  if (const auto result = site.reload())
    spdlog::info("configuration reloaded");
  else
    spdlog::error("configuration not reloaded, the former stays in force: {}",
                  result.error().message);
  runtime::service_notify::ready();
}

void serve_until_stopped(runtime::ReloadableSite& site) {
  for (;;) {
    switch (runtime::wait_for_signal(std::chrono::seconds{1})) {
      case runtime::Signal::stop:
        return;
      case runtime::Signal::reload:
        reload(site);
        break;
      case runtime::Signal::none:
        break;
    }
    const auto current = site.current();
    if (current && current->alive(runtime::mono_now())) runtime::service_notify::watchdog();
  }
}

/// Meters are polled without it all the same.
std::unique_ptr<runtime::ControlSocket> open_control(runtime::ReloadableSite& site) {
  const auto path = site.current()->configuration().control_socket;
  if (path.empty()) return nullptr;
  auto socket = runtime::ControlSocket::open(path, [&site](const std::string& line, uid_t user) {
    return runtime::control_answer(site, line, user);
  });
  if (socket) return std::move(*socket);
  spdlog::error("puectl cannot ask this daemon: {}", socket.error().message);
  return nullptr;
}

int fail(const std::string& message) {
  std::cerr << message << '\n';
  return EXIT_FAILURE;
}

/// The C library learns from the first large buffers that are given back to keep such ones: of
/// 10,000 meters a page of metrics is 12 MB, and 60 MB stayed.
void give_large_buffers_back() {
  constexpr int large = 1024 * 1024;
  ::mallopt(M_MMAP_THRESHOLD, large);
  ::mallopt(M_TRIM_THRESHOLD, large);
}

}  // namespace

int main(int argc, char** argv) {
  give_large_buffers_back();
  runtime::Options options;
  if (const auto status = runtime::parse_options(argc, argv, options)) return *status;
  if (const auto log = runtime::set_up_log(options.log_level, options.log_format); !log)
    return fail("pued: " + log.error().message);
  const auto address = http::parse_listen_address(options.listen_address);
  if (!address) return fail("pued: " + address.error().message);
  const auto catalogue = runtime::load_messages(options.config_file);
  if (!catalogue) return fail(catalogue.error().message);

  runtime::block_signals();
  auto site = runtime::ReloadableSite::start(options.config_file);
  if (!site) return fail(site.error().message);
  auto server =
      http::Server::start(*address, source_of(**site, *catalogue, options.enable_lifecycle));
  if (!server) return fail("pued: " + server.error().message);
  spdlog::info("pued {} serves http://{}:{}", runtime::version(), address->host, (*server)->port());

  auto control = open_control(**site);
  runtime::service_notify::ready();
  serve_until_stopped(**site);

  runtime::service_notify::stopping();
  control.reset();
  (*server)->stop();
  site->reset();
  spdlog::info("stopped");
  return EXIT_SUCCESS;
}

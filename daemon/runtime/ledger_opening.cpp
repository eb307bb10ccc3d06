#include "runtime/ledger_opening.h"

#include <fmt/format.h>

#include <filesystem>

#include "ledger/store/writer_entries.h"
#include "runtime/ledger_key.h"
#include "runtime/options.h"
#include "runtime/store_identity.h"

namespace pue::runtime {

namespace {

struct Purpose {
  bool monitors = true;
  std::optional<ledger::Import> import = {};
};

Result<OpenedLedger> opened_for(const std::string& path, const config::Configuration& configuration,
                                UtcTime now, Purpose purpose) {
  const auto& settings = configuration.engine;
  auto key = ledger_key(path);
  if (!key) return key.error();
  OpenedLedger opened;
  opened.key = std::make_unique<ledger::SigningKey>(std::move(*key));
  const auto identity = store_identity(settings);
  ledger::Writer writer{opened.key.get(), version(), now, settings.interval};
  writer.configuration_file = configuration.source.file;
  writer.configuration_text = config::text_in_force(configuration);
  for (const auto& event : settings.events)
    writer.events.push_back(ledger::entry_of(event, settings.site.meters[event.meter.index].name));
  writer.zone = settings.site.zone;
  writer.detail_years = configuration.detail_years;
  writer.import = std::move(purpose.import);
  writer.monitors = purpose.monitors;
  // The loader has built it before: it can be built.
  const auto model = site::SiteModel::build(settings.site);
  if (!model) return model.error();
  // By value: where the disk is full, it is called long after this.
  writer.describe = [model = *model, site = settings.site](
                        ledger::ConfigurationEntry& entry,
                        const std::vector<std::uint32_t>& numbers) {
    ledger::describe_site(entry, model, site, numbers);
  };
  auto store = ledger::open_ledger_writer(path, identity, writer);
  if (!store) return store.error();
  opened.store = std::move(*store);
  opened.verifier = {ledger::key_name_of(identity.site), opened.key->public_key()};
  return opened;
}

}  // namespace

Result<OpenedLedger> open_ledger(const std::string& path,
                                 const config::Configuration& configuration, UtcTime now,
                                 std::optional<ledger::Import> import) {
  return opened_for(path, configuration, now, {true, std::move(import)});
}

Result<OpenedLedger> open_ledger_to_correct(const std::string& path,
                                            const config::Configuration& configuration,
                                            UtcTime now) {
  if (!std::filesystem::exists(path))
    return Error{fmt::format("{}: there is no ledger to correct", path)};
  return opened_for(path, configuration, now, {false, {}});
}

}  // namespace pue::runtime

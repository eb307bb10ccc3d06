#include "runtime/store_identity.h"

#include "engine/live_inputs.h"

namespace pue::runtime {

ledger::StoreIdentity store_identity(const engine::Settings& settings) {
  ledger::StoreIdentity identity;
  identity.site = settings.site.facts.name;
  for (const auto& meter : settings.site.meters) identity.meters.push_back(meter.name);
  identity.zone = settings.site.zone.name();
  identity.min_it_power = engine::least_it_power(settings.site.facts);
  identity.in_service = settings.site.facts.in_service;
  return identity;
}

}  // namespace pue::runtime

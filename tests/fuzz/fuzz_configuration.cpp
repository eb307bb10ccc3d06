// A configuration or data file of any content: settings, or errors that all name a place and a
// remedy.
#include <cstdlib>

#include "config/certificate_account.h"
#include "config/factors.h"
#include "config/grid_series.h"
#include "config/load.h"

namespace {

const char* const profile_text =
    "model: m\nsource: s\nconfidence: low\npoints:\n"
    "  - {quantity: active_power_w, function: 3, address: 0, type: float32}\n";

pue::config::Lookups lookups() {
  pue::config::Lookups lookups;
  lookups.profile = [](const std::string& name) -> std::optional<pue::config::SourceText> {
    if (name != "a/b") return std::nullopt;
    return pue::config::SourceText{"a/b.yaml", profile_text};
  };
  lookups.profile_names = [] { return std::vector<std::string>{"a/b"}; };
  lookups.zone = [](const std::string& name) -> std::optional<pue::Zone> {
    if (name != "UTC") return std::nullopt;
    return pue::Zone::fixed("UTC", std::chrono::seconds{0});
  };
  return lookups;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto answers = lookups();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto loaded = pue::config::load({"pued.yaml", text}, answers);
  if (const auto* errors = std::get_if<pue::config::LocatedErrors>(&loaded)) {
    if (errors->empty()) std::abort();
    for (const auto& error : *errors)
      if (error.line < 1 || error.column < 1 || error.message.empty()) std::abort();
  }
  pue::config::load_profile("a/b", {"a/b.yaml", text});
  pue::config::load_policies({"policies.yaml", text});
  pue::config::load_factors({"factors.yaml", text});
  pue::config::load_grid_series({"grid.csv", text});
  pue::config::load_certificates({"certificates.csv", text});
  return 0;
}

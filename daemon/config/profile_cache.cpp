#include "config/profile_cache.h"

#include <fmt/format.h>

#include "config/nearest.h"
#include "config/scalar.h"

namespace pue::config {

bool is_profile_name(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && is_name(text.substr(0, slash)) &&
         is_name(text.substr(slash + 1));
}

const meter::Profile* ProfileCache::find(const Mapping& meter) {
  const auto name = meter.text("profile");
  if (!name) return nullptr;
  const auto known = profiles_.find(*name);
  if (known != profiles_.end() && known->second) return known->second.get();
  if (known != profiles_.end()) return nullptr;
  auto profile = read(meter, *name);
  const auto* result = profile.get();
  if (result != nullptr || (is_profile_name(*name) && lookups_.profile(*name))) {
    profiles_[*name] = std::move(profile);
  }
  return result;
}

std::unique_ptr<meter::Profile> ProfileCache::read(const Mapping& meter, const std::string& name) {
  const auto text = is_profile_name(name) ? lookups_.profile(name) : std::nullopt;
  if (!text) {
    const auto known = lookups_.profile_names();
    const std::vector<std::string_view> names(known.begin(), known.end());
    auto hint = did_you_mean(name, names);
    if (hint.empty()) hint = fmt::format("; known are {}", fmt::join(known, ", "));
    errors_.add(meter.mark_of("profile"), fmt::format("unknown profile \"{}\"{}", name, hint));
    return nullptr;
  }
  auto loaded = load_profile(name, *text);
  if (const auto* wrong = std::get_if<LocatedErrors>(&loaded)) {
    errors_.append(*wrong);
    return nullptr;
  }
  return std::make_unique<meter::Profile>(std::get<meter::Profile>(std::move(loaded)));
}

}  // namespace pue::config

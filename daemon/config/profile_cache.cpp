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
  const auto cached = profiles_.find(*name);
  if (cached != profiles_.end()) return cached->second.profile.get();
  const auto text = is_profile_name(*name) ? lookups_.profile(*name) : std::nullopt;
  if (!text) {
    report_unknown(meter, *name);
    return nullptr;
  }
  auto& [profile, kept] = profiles_[*name];
  kept = text->text;
  auto loaded = load_profile(*name, *text);
  if (auto* wrong = std::get_if<LocatedErrors>(&loaded)) {
    errors_.append(*wrong);
  } else {
    profile = std::make_unique<meter::Profile>(std::get<meter::Profile>(std::move(loaded)));
  }
  return profile.get();
}

std::vector<SourceText> ProfileCache::texts() const {
  std::vector<SourceText> texts;
  for (const auto& [name, found] : profiles_) texts.push_back({name, found.text});
  return texts;
}

void ProfileCache::report_unknown(const Mapping& meter, const std::string& name) {
  const auto known = lookups_.profile_names();
  const std::vector<std::string_view> names(known.begin(), known.end());
  auto hint = did_you_mean(name, names);
  if (hint.empty()) hint = fmt::format("; known are {}", fmt::join(known, ", "));
  errors_.add(meter.mark_of("profile"), fmt::format("unknown profile \"{}\"{}", name, hint));
}

}  // namespace pue::config

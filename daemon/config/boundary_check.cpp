#include "config/boundary_check.h"

#include "site/site_model.h"

namespace pue::config {

std::optional<std::string> boundary_error(const site::SiteSettings& settings) {
  const auto model = site::SiteModel::build(settings);
  if (model) return std::nullopt;
  return model.error().message;
}

}  // namespace pue::config

// Profiles that meters name: each is looked up and read once, and its errors are told once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/load.h"
#include "config/mapping.h"

namespace pue::config {

class ProfileCache {
 public:
  /// Both must outlive the cache.
  ProfileCache(const Lookups& lookups, ErrorList& errors) : lookups_(lookups), errors_(errors) {}

  /// The profile under the meter's key `profile`; nothing when absent, unknown or wrong (reported).
  const meter::Profile* find(const Mapping& meter);
  /// The texts of all that were found, by name, which stands in the place of the file's.
  std::vector<SourceText> texts() const;

 private:
  void report_unknown(const Mapping& meter, const std::string& name);

  const Lookups& lookups_;
  ErrorList& errors_;
  struct Found {
    std::unique_ptr<meter::Profile> profile;  // null: wrong, told already
    std::string text;
  };
  std::map<std::string, Found> profiles_;
};

/// "vendor/model": two names, so that a profile's name is never a path out of its folder.
bool is_profile_name(std::string_view text);

}  // namespace pue::config

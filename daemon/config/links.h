// The physical buses of a site: `links:` and the URLs that meters state in place. One normalized
// address is one bus, whoever names it; it parses no URL itself.
#pragma once

#include <yaml-cpp/yaml.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/mapping.h"
#include "engine/settings.h"

namespace pue::config {

class LinkTable {
 public:
  /// `timeout`: that of links that state none.
  LinkTable(Duration timeout, ErrorList& errors) : timeout_(timeout), errors_(errors) {}

  /// `links:`. The same bus under two names is one link if the settings are equal, else reported.
  void read(const YAML::Node& node);

  /// Index of the link that a meter's `link` means: a name, or a URL in place (a bus not stated
  /// before is added with default settings). Reports what it does not know.
  std::optional<std::size_t> resolve(const Mapping& meter);

  const std::vector<modbus::LinkSettings>& links() const { return links_; }

 private:
  std::optional<modbus::LinkAddress> parse(const Mapping& map, std::string_view key,
                                           const std::string& url);
  void declare(const std::string& name, const YAML::Node& node);
  std::optional<std::size_t> in_place(const Mapping& meter, const std::string& url);

  Duration timeout_;
  ErrorList& errors_;
  std::vector<modbus::LinkSettings> links_;
  std::map<std::string, std::optional<std::size_t>> by_name_;  // nothing: stated but wrong
  std::map<std::string, std::size_t> by_bus_;
};

}  // namespace pue::config

// Text → YAML tree, or the reasons why not. Everything that yaml-cpp would accept and an operator
// could not have meant is refused here: anchors, aliases, tags, second documents, text after the
// document, duplicate keys, excessive size or depth. It knows no key of the configuration.
#pragma once

#include <yaml-cpp/yaml.h>

#include <variant>

#include "config/load.h"

namespace pue::config {

/// Of limits::config_bytes and limits::config_depth at most. Keys of every mapping in the tree are
/// scalars and unique.
std::variant<YAML::Node, LocatedErrors> parse_guarded(const SourceText& source);

}  // namespace pue::config

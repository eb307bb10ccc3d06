// `accuracy:` of a meter → the classes of its measuring chain. What they mean is site/accuracy.h.
#pragma once

#include <optional>

#include "config/mapping.h"
#include "site/accuracy.h"

namespace pue::config {

/// Of the meter's mapping; nothing without the key.
std::optional<site::Accuracy> read_accuracy(const Mapping& meter);

}  // namespace pue::config

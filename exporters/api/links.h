// `/api/v1/links`: one object per link with its load, its failures, its silent units and the blocks
// of registers that a unit refused.
#pragma once

#include <boost/json/value.hpp>

#include "exporters/view.h"

namespace pue::api {

/// The `data` of the answer: an array in the order of the configuration.
boost::json::value links(const View& view);

}  // namespace pue::api

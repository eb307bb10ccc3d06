// `/api/v1/meters`: one object per meter with what is configured, its state, its age, the reason of
// its last failure, and its values while they are fresh.
#pragma once

#include <boost/json/value.hpp>

#include "exporters/view.h"

namespace pue::api {

/// The `data` of the answer: an array by MeterId.
boost::json::value meters(const View& view);

}  // namespace pue::api

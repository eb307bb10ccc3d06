// `/api/v1/status`: the site's figures with coverage and reasons, the caps, and the daemon's
// health. An absent figure has no member; below its gate a PUE stands beside `insufficient` and the
// reason.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "exporters/view.h"

namespace pue::api {

/// The `data` of the answer.
boost::json::value status(const View& view);

/// Of it what follows from closed intervals alone: {site, closed_until, windows, caps}. The same
/// intervals give the same text.
boost::json::object closed_figures(const engine::Snapshot& snapshot);

}  // namespace pue::api

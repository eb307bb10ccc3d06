// The figures of one window or period as members: with coverage, and below the gate with the
// reason.
#pragma once

#include <boost/json/object.hpp>

#include "kpi/window_figures.h"

namespace pue::api {

/// An absent figure has no member. Shares are those of a window that passes its gate.
void add_figures(boost::json::object& object, const kpi::WindowFigures& figures);

}  // namespace pue::api

// This process as the kernel accounts for it, read from /proc. What cannot be read is absent.
#pragma once

#include "exporters/view.h"

namespace pue::http {

ProcessFigures read_process_figures();

}  // namespace pue::http

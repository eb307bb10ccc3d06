// Recorded readings through the same Accounting that a bus feeds: equal input gives equal bytes.
#pragma once

#include <functional>
#include <vector>

#include "engine/accounting.h"
#include "meter/reading.h"

namespace pue::engine {

/// Gives `readings` (sorted) to the accounting and advances it after each moment. `after_each` is
/// told the position after every `stride` readings and at the end: for progress and for committing
/// what has closed. Intervals that await a meter at the end stay open.
void replay(Accounting& accounting, const std::vector<meter::Reading>& readings,
            Duration settling_time, std::size_t stride,
            const std::function<void(std::size_t position)>& after_each);

}  // namespace pue::engine

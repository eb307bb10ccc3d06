// The statement EXPECT: what the world must show at this moment (README.md lists the forms).
#pragma once

#include "scenarios/runner/check.h"
#include "scenarios/runner/world.h"

namespace pue::scenario {

/// The rest of "EXPECT …". Throws ScriptError for what it does not understand.
Mismatch expect(const World& world, Words& words);

}  // namespace pue::scenario

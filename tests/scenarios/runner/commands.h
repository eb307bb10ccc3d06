// Every statement of a scenario but EXPECT: what happens to the world (README.md lists them).
#pragma once

#include "scenarios/runner/words.h"
#include "scenarios/runner/world.h"

namespace pue::scenario {

/// Does what the statement's first word says. Throws ScriptError for what it does not understand.
void perform(World& world, const std::string& command, Words& words);

}  // namespace pue::scenario

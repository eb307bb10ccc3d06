// What the daemon does when puectl asks it: nothing over HTTP writes.
#pragma once

#include <sys/types.h>

#include <string>

#include "runtime/reloadable_site.h"

namespace pue::runtime {

/// The line that answers a line of control_message.h. `user`, whom the kernel names, is recorded
/// beside the name that was given.
std::string control_answer(ReloadableSite& site, const std::string& question, uid_t user);

}  // namespace pue::runtime

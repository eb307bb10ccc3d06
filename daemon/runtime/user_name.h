// Who a user of this machine is.
#pragma once

#include <sys/types.h>

#include <string>

namespace pue::runtime {

/// The login name, else the number.
std::string user_name(uid_t user);

/// What is recorded of who did something: as it was said, and who this machine knows to have asked.
std::string said_and_known(const std::string& said, uid_t user);

}  // namespace pue::runtime

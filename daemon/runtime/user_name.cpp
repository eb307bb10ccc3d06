#include "runtime/user_name.h"

#include <fmt/format.h>
#include <pwd.h>

namespace pue::runtime {

std::string user_name(uid_t user) {
  const auto* entry = ::getpwuid(user);
  return entry == nullptr ? std::to_string(user) : std::string(entry->pw_name);
}

std::string said_and_known(const std::string& said, uid_t user) {
  const auto known = user_name(user);
  return said.empty() || said == known ? known : fmt::format("{} ({})", said, known);
}

}  // namespace pue::runtime

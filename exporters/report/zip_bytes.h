// Named texts as the bytes of a zip file, made in memory. All members have one date and the order
// in which they are given: equal content gives equal bytes. It reads and writes no file.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pue::report {

using ZipMembers = std::vector<std::pair<std::string, std::string>>;  // name, content

std::string zip_bytes(const ZipMembers& members);

}  // namespace pue::report

// What the tests of crashes and of errors share: which calls are hit, and what must be found then.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "faulty_vfs.h"
#include "played_history.h"

namespace pue::durability {

/// The calls of a play of the whole history that nothing disturbs.
const std::vector<Call>& calls_of_history();

/// The indices of the calls that `fault` hits: of each kind of call every `stride`-th, or all of
/// them if PUE_EVERY_IO is set. `shift`: where to begin, so that tests do not all take the same.
std::vector<std::uint64_t> indices(Fault fault, std::size_t stride, std::size_t shift = 0);

/// Makes these the ledger's files at `path`, and no others.
void put(const FileContents& files, const std::string& path);

/// Says which rows are missing and which should not be there.
void check_same(const Rows& found, const Rows& expected);

/// A reader looks at what is there when `acknowledged` steps had returned success: verified, and
/// exactly what these had written, or the next one too. The number of the step to go on with.
std::size_t check_found(const std::string& path, std::size_t acknowledged);

/// A daemon finds what the steps before `next` had written, and goes on to the end.
void check_goes_on(const std::string& path, std::size_t next);

}  // namespace pue::durability

// What SQLite refuses, as a message for a person: which ledger, what was being done, what to do.
// It decides nothing: callers repeat or give up.
#pragma once

#include <SQLiteCpp/Exception.h>

#include <string>
#include <type_traits>
#include <utility>

#include "base/result.h"

namespace pue::ledger {

/// `doing`: "cannot …", e.g. "cannot commit".
Error sqlite_error(const std::string& path, const char* doing, const SQLite::Exception& error);

/// What the file holds cannot have been written so: what is wrong with it, and the remedy.
Error damaged_ledger(const std::string& path, const std::string& what);

/// Runs `work`, which returns a Result; an exception of SQLite becomes its error.
template <class Work>
std::invoke_result_t<Work> guarded(const std::string& path, const char* doing, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const SQLite::Exception& error) {
    return sqlite_error(path, doing, error);
  }
}

}  // namespace pue::ledger

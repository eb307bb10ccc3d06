#include "ledger/store/sqlite_error.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace pue::ledger {
namespace {

const char* remedy(int code) {
  switch (code) {
    case SQLITE_FULL:
      return "free space on its file system; what was not written will be tried again";
    case SQLITE_READONLY:
      return "let this user write the file and its directory, and check that the file system is "
             "not mounted read-only";
    case SQLITE_CANTOPEN:
      return "check that the path exists and that this user may open the file and its directory";
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "let this user open the file and its directory";
    case SQLITE_NOTADB:
      return "this is not a pued ledger; check ledger.path, or move the file away";
    case SQLITE_CORRUPT:
      return "the file is damaged; keep it as it is, restore the last good copy beside it";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program holds it open; close that one (only puectl and pued should read it)";
    case SQLITE_IOERR:
      return "the disk reports errors; check the kernel log and the file system";
    default:
      return "see the SQLite code for the cause";
  }
}

}  // namespace

Error sqlite_error(const std::string& path, const char* doing, const SQLite::Exception& error) {
  // The primary code is the low byte of an extended one.
  return Error{fmt::format("ledger {}: {}: {} (SQLite code {}); {}", path, doing, error.what(),
                           error.getExtendedErrorCode(), remedy(error.getErrorCode() & 0xff))};
}

Error damaged_ledger(const std::string& path, const std::string& what) {
  return Error{fmt::format(
      "ledger {}: {}; the file is damaged: keep it, restore the last good copy beside it", path,
      what)};
}

}  // namespace pue::ledger

// One SQLite connection with the settings that a ledger needs. It knows no tables.
#pragma once

#include <SQLiteCpp/Database.h>

#include <memory>
#include <string>

namespace pue::ledger {

/// Creates the file if there is none; rollback journal, every commit synced to the disk.
/// Throws SQLite::Exception, as the function below.
std::unique_ptr<SQLite::Database> open_to_write(const std::string& path);

/// Changes nothing but what a killed writer left half done: that is rolled back first, as every
/// opening of such a file must.
std::unique_ptr<SQLite::Database> open_to_read(const std::string& path);

}  // namespace pue::ledger

// The file layer of SQLite over a simulated disk, which fails at a chosen call: a test of what a
// program does about it opens its database as ever. It has no locks: one connection at a time. Only
// databases and their rollback journals are on the disk; temporary files are the unix layer's.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "simulated_disk.h"

namespace pue::durability {

/// What is counted: one index for each call that reads or changes the disk.
enum class Call { read, write, truncate, sync, remove, create };

enum class Fault {
  power_loss,  // nothing is answered from here on
  full,        // no space for a write, for a new file, or found out at a sync
  io_error,    // EIO
  read_only,   // the file system was mounted anew, as Linux does after errors
};

struct FaultPlan {
  std::uint64_t at = 0;
  Fault fault = Fault::power_loss;
  bool lasting = false;  // from there on until it is cured, not once
};

/// What SQLite's unix layer answers; SQLITE_OK: this call does not meet this fault.
int answer(Fault fault, Call call);

/// SQLite's default file layer as long as it lives, but for when it steps aside.
class FaultyVfs {
 public:
  explicit FaultyVfs(SimulatedDisk& disk, std::optional<FaultPlan> plan = {});
  ~FaultyVfs();
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  /// The unix layer is the default meanwhile. Connections keep the layer that they began with.
  void step_aside();
  void step_in();

  void cure() { plan_.reset(); }
  /// All calls so far, by index.
  const std::vector<Call>& calls() const { return calls_; }

  SimulatedDisk& disk() { return disk_; }
  sqlite3_vfs& unix_layer() { return unix_; }
  /// Counts a call. Not SQLITE_OK: it is to fail so.
  int meet(Call call);
  /// The power is gone.
  bool dark() const { return dark_; }

 private:
  SimulatedDisk& disk_;
  std::optional<FaultPlan> plan_;
  sqlite3_vfs& unix_;
  sqlite3_vfs vfs_;
  std::vector<Call> calls_;
  bool dark_ = false;
};

}  // namespace pue::durability

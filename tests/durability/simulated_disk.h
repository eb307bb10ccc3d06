// A disk with a cache: what was written is read back at once, but only what was synced is sure to
// be there after a power loss. Files and one directory, in memory. It knows neither SQLite nor when
// something fails.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tests/property/seeds.h"

namespace pue::durability {

/// What a power loss makes of all that was not synced.
enum class Loss {
  kept,       // the disk was quick: it is all there, as after kill -9
  dropped,    // the disk was slow: nothing of it is
  some_kept,  // the disk wrote in an order of its own: a random subset is there
  last_torn,  // all but a part of the last write
  some_torn,  // a random subset, each write of it whole or in part
};
inline constexpr Loss all_losses[] = {Loss::kept, Loss::dropped, Loss::some_kept, Loss::last_torn,
                                      Loss::some_torn};

/// By path.
using FileContents = std::map<std::string, std::string>;

struct Write {
  std::size_t offset = 0;
  std::string bytes;
};
struct Truncation {
  std::size_t size = 0;
};
using Change = std::variant<Write, Truncation>;

struct SimulatedFile {
  std::string seen;    // by the running program
  std::string synced;  // on the disk for certain
  std::vector<Change> unsynced;

  void apply(Change change);
  void sync();
  /// What Linux makes of a sync that failed: the pages are taken for written, and are not.
  void lose_unsynced() { unsynced.clear(); }
};

class SimulatedDisk {
 public:
  using File = std::shared_ptr<SimulatedFile>;

  explicit SimulatedDisk(const FileContents& contents = {});

  /// Null if there is no such file.
  File find(const std::string& path) const;
  File create(const std::string& path);
  void remove(const std::string& path);
  /// Names that were made or removed stay so from here on.
  void sync_directory();
  /// Of all files that are open or have a name.
  void change(const File& file, Change change);

  FileContents after_power_loss(Loss loss, std::uint64_t seed) const;

 private:
  using Directory = std::map<std::string, File>;
  static void rename(Directory& directory, const std::string& path, const File& file);
  Directory directory_left(Loss loss, property::Dice& dice) const;
  std::string content_left(const File& file, Loss loss, property::Dice& dice) const;

  Directory seen_;
  Directory synced_;
  std::vector<std::pair<std::string, File>> unsynced_;  // null: removed
  File last_changed_;
};

}  // namespace pue::durability

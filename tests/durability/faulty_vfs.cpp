#include "faulty_vfs.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string>

namespace pue::durability {
namespace {

struct OpenFile : sqlite3_file {
  FaultyVfs* vfs = nullptr;
  SimulatedDisk::File content;
  // The unix layer syncs the directory with the first sync of a journal that may be new.
  bool syncs_directory = false;
};

OpenFile& opened(sqlite3_file* file) { return *static_cast<OpenFile*>(file); }
FaultyVfs& layer(sqlite3_vfs* vfs) { return *static_cast<FaultyVfs*>(vfs->pAppData); }

int close_file(sqlite3_file* file) {
  opened(file).~OpenFile();
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  auto& open = opened(file);
  if (const int failed = open.vfs->meet(Call::read)) return failed;
  const auto& content = open.content->seen;
  const auto wanted = static_cast<std::size_t>(size);
  const auto from = std::min(content.size(), static_cast<std::size_t>(offset));
  const auto found = content.copy(static_cast<char*>(bytes), wanted, from);
  if (found == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(bytes) + found, 0, wanted - found);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto& open = opened(file);
  if (open.vfs->dark()) return SQLITE_IOERR;
  const int failed = open.vfs->meet(Call::write);
  auto written = static_cast<std::size_t>(size);
  // A disk that becomes full or fails has often taken the first part; one that loses its power has
  // it all in its cache, and what becomes of that is the matter of Loss.
  if (failed && !open.vfs->dark()) written /= 2;
  open.vfs->disk().change(open.content, Write{static_cast<std::size_t>(offset),
                                              {static_cast<const char*>(bytes), written}});
  return failed;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  auto& open = opened(file);
  if (open.vfs->dark()) return SQLITE_IOERR;
  const int failed = open.vfs->meet(Call::truncate);
  if (!failed || open.vfs->dark())
    open.vfs->disk().change(open.content, Truncation{static_cast<std::size_t>(size)});
  return failed;
}

int sync_file(sqlite3_file* file, int /*flags*/) {
  auto& open = opened(file);
  if (const int failed = open.vfs->meet(Call::sync)) {
    if (!open.vfs->dark()) open.content->lose_unsynced();
    return failed;
  }
  open.content->sync();
  if (open.syncs_directory) open.vfs->disk().sync_directory();
  open.syncs_directory = false;
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(opened(file).content->seen.size());
  return SQLITE_OK;
}

int lock(sqlite3_file*, int) { return SQLITE_OK; }
int is_reserved(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
// As the unix layer has it: a torn write leaves the bytes beside it alone. Nothing else is
// promised, neither atomic writes nor their order.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

const sqlite3_io_methods methods = {
    1,    close_file,  read_file, write_file,  truncate_file,   sync_file, size_of_file, lock,
    lock, is_reserved, control,   sector_size, characteristics, nullptr,   {},           {},
    {},   {},          {}};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto& faulty = layer(vfs);
  if (!(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL))) {
    auto& unix_layer = faulty.unix_layer();
    return unix_layer.xOpen(&unix_layer, path, file, flags, out_flags);
  }
  file->pMethods = nullptr;  // until it is open
  auto content = faulty.disk().find(path);
  const bool may_create = flags & SQLITE_OPEN_CREATE;
  if (!content) {
    if (!may_create || faulty.dark()) return SQLITE_CANTOPEN;
    const int failed = faulty.meet(Call::create);
    if (!failed || faulty.dark()) content = faulty.disk().create(path);
    if (failed) return failed;
  }
  auto* open = new (file) OpenFile;
  open->pMethods = &methods;
  open->vfs = &faulty;
  open->content = std::move(content);
  open->syncs_directory = may_create && (flags & SQLITE_OPEN_MAIN_JOURNAL);
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  auto& faulty = layer(vfs);
  if (faulty.dark()) return SQLITE_IOERR;
  if (!faulty.disk().find(path)) return SQLITE_IOERR_DELETE_NOENT;
  const int failed = faulty.meet(Call::remove);
  if (!failed || faulty.dark()) faulty.disk().remove(path);
  if (!failed && sync_directory) faulty.disk().sync_directory();
  return failed;
}

int access_file(sqlite3_vfs* vfs, const char* path, int /*flags*/, int* may) {
  *may = layer(vfs).disk().find(path) != nullptr;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* full) {
  sqlite3_snprintf(size, full, "%s", path);
  return SQLITE_OK;
}

}  // namespace

int answer(Fault fault, Call call) {
  if (fault == Fault::power_loss) return SQLITE_IOERR;
  switch (call) {
    case Call::read:
      return fault == Fault::io_error ? SQLITE_IOERR_READ : SQLITE_OK;
    case Call::write:
      return fault == Fault::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    case Call::truncate:
      return fault == Fault::full ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
    case Call::sync:
      return fault == Fault::read_only ? SQLITE_OK : SQLITE_IOERR_FSYNC;
    case Call::remove:
      return fault == Fault::full ? SQLITE_OK : SQLITE_IOERR_DELETE;
    case Call::create:
      return fault == Fault::read_only ? SQLITE_READONLY_DIRECTORY : SQLITE_CANTOPEN;
  }
  return SQLITE_OK;
}

FaultyVfs::FaultyVfs(SimulatedDisk& disk, std::optional<FaultPlan> plan)
    : disk_(disk), plan_(plan), unix_(*sqlite3_vfs_find("unix")), vfs_(unix_) {
  // The clock, random numbers and sleep stay the unix layer's.
  vfs_.iVersion = 1;
  vfs_.szOsFile = std::max(static_cast<int>(sizeof(OpenFile)), unix_.szOsFile);
  vfs_.zName = "faulty";
  vfs_.pAppData = this;
  vfs_.xOpen = open_file;
  vfs_.xDelete = remove_file;
  vfs_.xAccess = access_file;
  vfs_.xFullPathname = full_path;
  step_in();
}

FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(&vfs_); }

void FaultyVfs::step_aside() { sqlite3_vfs_register(&unix_, 1); }
void FaultyVfs::step_in() { sqlite3_vfs_register(&vfs_, 1); }

int FaultyVfs::meet(Call call) {
  if (dark_) return SQLITE_IOERR;
  const auto index = calls_.size();
  calls_.push_back(call);
  if (!plan_ || index < plan_->at || (index > plan_->at && !plan_->lasting)) return SQLITE_OK;
  dark_ = plan_->fault == Fault::power_loss;
  return answer(plan_->fault, call);
}

}  // namespace pue::durability

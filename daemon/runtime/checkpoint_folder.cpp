#include "runtime/checkpoint_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "runtime/descriptor.h"

namespace pue::runtime {
namespace {

/// One walk over the checkpoints of a ledger.
class Round {
 public:
  explicit Round(const std::filesystem::path& path) : path_(path), folder_(open_folder(path)) {
    if (!folder_) failed("it cannot be opened");
  }

  void keep(const ledger::SignedCheckpoint& checkpoint) {
    // What fails once would fail for each of many: the next round tries again.
    const bool kept = !failed_ && in_place(checkpoint);
    if (!kept) ++state_.unsynced;
    if (state_.error.empty()) complete_through_ = checkpoint.entries;
  }

  void fail(const std::string& what) {
    failed_ = true;
    if (state_.error.empty()) state_.error = fmt::format("{}: {}", path_.string(), what);
  }

  /// The new names are on the disk after it.
  void finish() {
    if (written_ == 0 || ::fsync(folder_.number()) == 0) return;
    failed("it cannot be written");
    state_.unsynced += written_;
    complete_through_ = 0;
  }

  const FolderState& state() const { return state_; }
  std::uint64_t complete_through() const { return complete_through_; }

 private:
  static int open_folder(const std::filesystem::path& path) {
    ::mkdir(path.c_str(), 0755);  // where it is there, or cannot be made, open tells
    return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  }

  bool in_place(const ledger::SignedCheckpoint& checkpoint) {
    const auto name = fmt::format("{:010}.txt", checkpoint.entries);
    const Descriptor file(
        ::openat(folder_.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file) return holds(file, name, checkpoint.note);
    if (errno == ENOENT) return write(name, checkpoint.note);
    return failed(name + " cannot be read");
  }

  bool holds(const Descriptor& file, const std::string& name, const std::string& note) {
    std::string content(note.size() + 1, '\0');
    const auto size = ::read(file.number(), content.data(), content.size());
    if (size < 0) return failed(name + " cannot be read");
    content.resize(static_cast<std::size_t>(size));
    if (content == note) return true;
    if (state_.error.empty())
      state_.error = fmt::format(
          "{}: {} does not hold what this ledger has signed over as many entries: the file was "
          "changed, or the ledger's history is another now; keep both, and see what "
          "puectl verify LEDGER --checkpoint {} says",
          path_.string(), name, path_.string());
    return false;
  }

  bool write(const std::string& name, const std::string& note) {
    const auto temporary = "." + name + ".new";
    const int folder = folder_.number();
    const Descriptor file(::openat(folder, temporary.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!file) return failed(name + " cannot be written");
    if (write_all(file, note) && ::fsync(file.number()) == 0 && move_into_place(temporary, name)) {
      ++written_;
      return true;
    }
    failed(name + " cannot be written");
    ::unlinkat(folder, temporary.c_str(), 0);
    return false;
  }

  /// Never over a file that came between; where the file system cannot say so, in_place has looked.
  bool move_into_place(const std::string& from, const std::string& to) {
    const int folder = folder_.number();
    if (::renameat2(folder, from.c_str(), folder, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    return errno == EINVAL && ::renameat(folder, from.c_str(), folder, to.c_str()) == 0;
  }

  bool failed(const std::string& what) {
    fail(fmt::format("{} ({})", what, std::strerror(errno)));
    return false;
  }

  const std::filesystem::path& path_;
  Descriptor folder_;
  FolderState state_;
  std::uint64_t written_ = 0;
  std::uint64_t complete_through_ = 0;
  bool failed_ = false;
};

}  // namespace

FolderState CheckpointFolder::complete(ledger::HistoryStore& store) {
  Round round(path_);
  for (auto after = complete_through_;;) {
    const auto some = store.checkpoints(after);
    if (!some) {
      round.fail(some.error().message);
      break;
    }
    if (some->empty()) break;
    for (const auto& checkpoint : *some) round.keep(checkpoint);
    after = some->back().entries;
  }
  round.finish();
  complete_through_ = std::max(complete_through_, round.complete_through());
  return round.state();
}

}  // namespace pue::runtime

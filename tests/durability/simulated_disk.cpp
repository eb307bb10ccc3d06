#include "simulated_disk.h"

#include <algorithm>

namespace pue::durability {
namespace {

constexpr std::size_t sector = 512;

void apply_to(std::string& content, const Change& change) {
  if (const auto* cut = std::get_if<Truncation>(&change)) return content.resize(cut->size);
  const auto& write = std::get<Write>(change);
  content.resize(std::max(content.size(), write.offset + write.bytes.size()));
  content.replace(write.offset, write.bytes.size(), write.bytes);
}

/// Its beginning, to the end of a sector or of any byte. A truncation happens or does not.
Change torn(const Change& change, property::Dice& dice) {
  auto part = change;
  if (auto* write = std::get_if<Write>(&part)) {
    auto end = write->offset + dice.roll(write->bytes.size() + 1);
    if (dice.once_in(2)) end -= end % sector;
    write->bytes.resize(end > write->offset ? end - write->offset : 0);
  }
  return part;
}

}  // namespace

void SimulatedFile::apply(Change change) {
  apply_to(seen, change);
  unsynced.push_back(std::move(change));
}

void SimulatedFile::sync() {
  for (const auto& change : unsynced) apply_to(synced, change);
  unsynced.clear();
}

SimulatedDisk::SimulatedDisk(const FileContents& contents) {
  for (const auto& [path, content] : contents)
    seen_[path] = std::make_shared<SimulatedFile>(SimulatedFile{content, content, {}});
  synced_ = seen_;
}

SimulatedDisk::File SimulatedDisk::find(const std::string& path) const {
  const auto found = seen_.find(path);
  return found == seen_.end() ? nullptr : found->second;
}

SimulatedDisk::File SimulatedDisk::create(const std::string& path) {
  auto file = std::make_shared<SimulatedFile>();
  rename(seen_, path, file);
  unsynced_.emplace_back(path, file);
  return file;
}

void SimulatedDisk::remove(const std::string& path) {
  rename(seen_, path, nullptr);
  unsynced_.emplace_back(path, nullptr);
}

void SimulatedDisk::sync_directory() {
  for (const auto& [path, file] : unsynced_) rename(synced_, path, file);
  unsynced_.clear();
}

void SimulatedDisk::change(const File& file, Change change) {
  file->apply(std::move(change));
  last_changed_ = file;
}

void SimulatedDisk::rename(Directory& directory, const std::string& path, const File& file) {
  if (file)
    directory[path] = file;
  else
    directory.erase(path);
}

/// File systems keep the order of what happens to names: of the unsynced ones the first few.
SimulatedDisk::Directory SimulatedDisk::directory_left(Loss loss, property::Dice& dice) const {
  if (loss == Loss::kept || loss == Loss::last_torn) return seen_;
  auto left = synced_;
  const auto kept = loss == Loss::dropped ? 0 : dice.roll(unsynced_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) rename(left, unsynced_[i].first, unsynced_[i].second);
  return left;
}

std::string SimulatedDisk::content_left(const File& file, Loss loss, property::Dice& dice) const {
  if (loss == Loss::kept) return file->seen;
  auto left = file->synced;
  if (loss == Loss::dropped) return left;
  for (const auto& change : file->unsynced) {
    const bool last = file == last_changed_ && &change == &file->unsynced.back();
    if (loss != Loss::last_torn && dice.once_in(2)) continue;
    const bool tear = loss == Loss::last_torn ? last : loss == Loss::some_torn && dice.once_in(2);
    apply_to(left, tear ? torn(change, dice) : change);
  }
  return left;
}

FileContents SimulatedDisk::after_power_loss(Loss loss, std::uint64_t seed) const {
  property::Dice dice(seed);
  FileContents left;
  for (const auto& [path, file] : directory_left(loss, dice))
    left[path] = content_left(file, loss, dice);
  return left;
}

}  // namespace pue::durability

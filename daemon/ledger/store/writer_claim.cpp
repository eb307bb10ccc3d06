#include "ledger/store/writer_claim.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace pue::ledger {
namespace {

/// The process number that the holder wrote, for the message only: it may be out of date.
std::string holder(int descriptor) {
  std::array<char, 16> text{};
  const auto size = ::pread(descriptor, text.data(), text.size(), 0);
  if (size <= 0) return "another process";
  const std::string_view all(text.data(), static_cast<std::size_t>(size));
  return fmt::format("process {}", all.substr(0, all.find('\n')));
}

Error refused(const std::string& ledger_path, int descriptor, int reason) {
  if (reason == EWOULDBLOCK) {
    return Error{
        fmt::format("ledger {}: {} is writing it; stop that one, or give this one a ledger "
                    "path of its own",
                    ledger_path, holder(descriptor))};
  }
  return Error{
      fmt::format("ledger {}: its lock cannot be taken ({}); keep the ledger on a local "
                  "file system",
                  ledger_path, std::strerror(reason))};
}

/// True when the whole number is in the file.
bool write_own_number(int descriptor) {
  const auto text = fmt::format("{}\n", ::getpid());
  return ::ftruncate(descriptor, 0) == 0 &&
         ::pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

}  // namespace

Result<WriterClaim> WriterClaim::take(const std::string& ledger_path) {
  // Beside the ledger, not the ledger itself: closing any descriptor of it would drop SQLite's
  // locks.
  const auto path = ledger_path + ".lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (descriptor < 0) {
    return Error{
        fmt::format("ledger {}: {} cannot be made ({}); create its directory and let this "
                    "user write there",
                    ledger_path, path, std::strerror(errno))};
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const auto error = refused(ledger_path, descriptor, errno);
    ::close(descriptor);
    return error;
  }
  // On a full disk the number is lost; the lock holds all the same, only a message would miss it.
  if (!write_own_number(descriptor)) (void)::ftruncate(descriptor, 0);
  return WriterClaim(descriptor);
}

WriterClaim::WriterClaim(WriterClaim&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterClaim& WriterClaim::operator=(WriterClaim&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriterClaim::~WriterClaim() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace pue::ledger

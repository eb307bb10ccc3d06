#include "runtime/ledger_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include "runtime/descriptor.h"

namespace pue::runtime {
namespace {

constexpr std::size_t longest_key = 4096;

Error failed(const std::string& file, const char* doing) {
  return Error{
      fmt::format("{}: the key of the ledger cannot be {} ({}); make its directory, and let "
                  "this user read and write there",
                  file, doing, std::strerror(errno))};
}

Result<ledger::SigningKey> read_key(const std::string& file, const Descriptor& descriptor) {
  std::string text(longest_key, '\0');
  const auto size = ::read(descriptor.number(), text.data(), text.size());
  if (size < 0) return failed(file, "read");
  text.resize(static_cast<std::size_t>(size));
  auto key = ledger::SigningKey::from_pem(text);
  ledger::wipe(text);
  if (!key) return Error{fmt::format("{}: {}", file, key.error().message)};
  return key;
}

/// Of a file that only its owner can read.
Result<ledger::SigningKey> read_private(const std::string& file, const Descriptor& descriptor) {
  struct stat facts {};
  if (::fstat(descriptor.number(), &facts) != 0) return failed(file, "read");
  if (facts.st_mode & (S_IRWXG | S_IRWXO))
    return Error{fmt::format(
        "{}: others than its owner can read the key of the ledger; chmod 600 it, and if they have "
        "read it begin a new ledger with a new key",
        file)};
  return read_key(file, descriptor);
}

Result<ledger::SigningKey> make_key(const std::string& file) {
  ledger::Seed seed{};
  if (::getrandom(seed.data(), seed.size(), 0) != static_cast<ssize_t>(seed.size()))
    return failed(file, "made");
  auto key = ledger::SigningKey::from_seed(seed);
  ledger::wipe(seed);
  const Descriptor descriptor(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (descriptor.number() < 0) return failed(file, "made");
  auto text = key.to_pem();
  const bool written =
      ::write(descriptor.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor.number()) == 0;
  ledger::wipe(text);
  if (written) return key;
  const auto error = failed(file, "written");
  ::unlink(file.c_str());
  return error;
}

}  // namespace

Result<ledger::SigningKey> ledger_key(const std::string& ledger_path) {
  if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY")) {
    const auto file = std::string(folder) + "/ledger-key";
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.number() >= 0) return read_key(file, descriptor);
    if (errno != ENOENT) return failed(file, "read");
  }
  const auto file = ledger_path + ".key";
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (descriptor.number() >= 0) return read_private(file, descriptor);
  if (errno != ENOENT) return failed(file, "read");
  return make_key(file);
}

}  // namespace pue::runtime

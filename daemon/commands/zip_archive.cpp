#include "commands/zip_archive.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

namespace pue::commands {
namespace {

namespace fs = std::filesystem;

// 1980-01-01, the first day that a zip file can tell, in its own form: no zone of the machine is
// in it.
constexpr zip_uint16_t one_day = 0x0021;

std::string reason(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

std::vector<fs::path> members_of(const fs::path& folder) {
  std::vector<fs::path> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) names.push_back(fs::relative(entry.path(), folder));
  std::sort(names.begin(), names.end());
  return names;
}

Result<void> add(zip_t* archive, const fs::path& folder, const fs::path& name) {
  auto* source = zip_source_file(archive, (folder / name).c_str(), 0, -1);
  const auto index = source == nullptr ? -1
                                       : zip_file_add(archive, name.generic_string().c_str(),
                                                      source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    if (source != nullptr) zip_source_free(source);
    return Error{fmt::format("{}: {}", name.string(), zip_strerror(archive))};
  }
  const auto at = static_cast<zip_uint64_t>(index);
  constexpr zip_uint32_t regular_file = 0100644U << 16U;
  zip_file_set_dostime(archive, at, 0, one_day, 0);
  zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, regular_file);
  return {};
}

bool stays_inside(const fs::path& name) {
  if (name.empty() || name.is_absolute()) return false;
  return std::none_of(name.begin(), name.end(), [](const auto& part) { return part == ".."; });
}

Result<void> extract(zip_t* archive, zip_uint64_t index, const fs::path& folder) {
  const char* text = zip_get_name(archive, index, 0);
  const fs::path name(text == nullptr ? "" : text);
  if (!stays_inside(name)) return Error{fmt::format("a member named \"{}\"", name.string())};
  if (name.filename().empty()) return {};  // a folder
  fs::create_directories((folder / name).parent_path());
  const std::unique_ptr<zip_file_t, CloseMember> member(zip_fopen_index(archive, index, 0));
  if (!member) return Error{fmt::format("{}: {}", name.string(), zip_strerror(archive))};
  std::ofstream file(folder / name, std::ios::binary);
  std::array<char, 65536> buffer{};
  zip_int64_t got = 0;
  while ((got = zip_fread(member.get(), buffer.data(), buffer.size())) > 0)
    file.write(buffer.data(), got);
  if (got < 0 || !file.flush()) return Error{fmt::format("{}: it cannot be read", name.string())};
  return {};
}

}  // namespace

Result<void> pack(const fs::path& folder, const fs::path& archive) {
  int code = 0;
  const auto half = archive.string() + ".part";
  std::unique_ptr<zip_t, Discard> zip(zip_open(half.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code));
  if (!zip) return Error{fmt::format("{}: {}", archive.string(), reason(code))};
  for (const auto& name : members_of(folder))
    if (auto added = add(zip.get(), folder, name); !added) return added;
  if (zip_close(zip.get()) != 0)
    return Error{fmt::format("{}: {}", archive.string(), zip_strerror(zip.get()))};
  static_cast<void>(zip.release());  // closing has freed it
  std::error_code failure;
  fs::rename(half, archive, failure);
  if (failure) return Error{fmt::format("{}: {}", archive.string(), failure.message())};
  return {};
}

Result<void> unpack(const fs::path& archive, const fs::path& folder) {
  int code = 0;
  const std::unique_ptr<zip_t, Discard> zip(zip_open(archive.c_str(), ZIP_RDONLY, &code));
  if (!zip) return Error{fmt::format("{}: {}", archive.string(), reason(code))};
  const auto members = zip_get_num_entries(zip.get(), 0);
  for (zip_int64_t i = 0; i < members; ++i)
    if (auto done = extract(zip.get(), static_cast<zip_uint64_t>(i), folder); !done)
      return Error{fmt::format("{}: {}", archive.string(), done.error().message)};
  return {};
}

ScratchFolder::ScratchFolder() {
  auto name = (fs::temp_directory_path() / "puectl-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw fs::filesystem_error("no temporary folder",
                               std::error_code(errno, std::system_category()));
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace pue::commands

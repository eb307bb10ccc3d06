#include "exporters/report/zip_bytes.h"

#include <zip.h>

#include <memory>
#include <stdexcept>

namespace pue::report {
namespace {

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, FreeSource>;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

/// Nothing but memory can be missing: there is no file.
void require(bool done) {
  if (!done) throw std::runtime_error("a zip file cannot be made in memory");
}

void add(zip_t* archive, const std::string& name, const std::string& content) {
  auto* source = zip_source_buffer(archive, content.data(), content.size(), 0);
  require(source != nullptr);
  const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) zip_source_free(source);
  require(index >= 0);
  // 1980-01-01 as MS-DOS writes it: a time_t would be told in the machine's zone.
  constexpr zip_uint16_t first_date = 0x0021;
  require(zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, first_date, 0) == 0);
}

std::string content_of(zip_source_t* source) {
  zip_stat_t about;
  require(zip_source_stat(source, &about) == 0 && (about.valid & ZIP_STAT_SIZE) != 0);
  std::string bytes(about.size, '\0');
  require(zip_source_open(source) == 0);
  const auto got = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  require(got == static_cast<zip_int64_t>(bytes.size()));
  return bytes;
}

}  // namespace

std::string zip_bytes(const ZipMembers& members) {
  const Source target(zip_source_buffer_create(nullptr, 0, 0, nullptr));
  require(target != nullptr);
  Archive archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, nullptr));
  require(archive != nullptr);
  zip_source_keep(target.get());  // the archive has its own share of it
  for (const auto& [name, content] : members) add(archive.get(), name, content);
  require(zip_close(archive.get()) == 0);
  static_cast<void>(archive.release());  // closing has freed it
  return content_of(target.get());
}

}  // namespace pue::report

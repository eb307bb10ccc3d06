#include "runtime/load_messages.h"

#include <fmt/format.h>

#include "runtime/data_files.h"

namespace pue::runtime {
namespace {

Result<config::Messages> load_language(const DataFiles& files, config::Language language) {
  const auto relative = fmt::format("messages/{}.yaml", config::name(language));
  const auto path = files.find(relative);
  if (!path)
    return Error{fmt::format("{} is not in any data directory: reinstall pued or set PUED_DATA_DIR",
                             relative)};
  const auto text = read_text_file(*path);
  if (!text) return text.error();
  return config::Messages::parse(path->string(), *text);
}

}  // namespace

Result<config::Catalogue> load_messages(const std::filesystem::path& config_file) {
  const DataFiles files(data_directories(config_file));
  auto en = load_language(files, config::Language::en);
  if (!en) return en.error();
  auto zh = load_language(files, config::Language::zh);
  if (!zh) return zh.error();
  return config::Catalogue{std::move(*en), std::move(*zh)};
}

}  // namespace pue::runtime

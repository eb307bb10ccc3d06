#include "commands/rules.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "commands/command_line.h"
#include "commands/load_or_explain.h"
#include "exporters/rules/rules_yaml.h"
#include "runtime/load_messages.h"

namespace pue::commands {
namespace {

/// Beside the file, so that the renaming stays within one file system.
Result<void> replace_file(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path written = path.string() + ".new";
  std::ofstream file(written, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  std::error_code failure;
  if (file.fail()) {
    std::filesystem::remove(written, failure);
    return Error{fmt::format("{}: cannot be written; is its folder there, writable and not full?",
                             written.string())};
  }
  std::filesystem::rename(written, path, failure);
  if (!failure) return {};
  const auto reason = failure.message();
  std::filesystem::remove(written, failure);
  return Error{fmt::format("{}: cannot be replaced: {}", path.string(), reason)};
}

}  // namespace

Result<void> rules(const config::Configuration& configuration, const config::Messages& messages,
                   const std::string& output, std::ostream& out) {
  const auto text = pue::rules::rules_yaml(configuration, messages);
  if (!output.empty() && output != "-") return replace_file(output, text);
  out << text << std::flush;
  if (!out) return Error{"standard output: cannot be written"};
  return {};
}

namespace {

struct RulesOptions {
  std::string config_file;
  std::string output;
  std::string language = "en";
};

Result<void> rules_of(const RulesOptions& options) {
  const auto configuration = load_or_explain(options.config_file, std::cerr);
  if (!configuration) return Error{"the configuration has errors"};
  const auto catalogue = runtime::load_messages(options.config_file);
  if (!catalogue) return catalogue.error();
  const auto language = config::language_from_name(options.language).value();
  return rules(*configuration, catalogue->in(language), options.output, std::cout);
}

}  // namespace

void add_rules(CommandLine& line) {
  auto command = line.command("rules", "Prometheus rules for the site");
  const auto options = std::make_shared<RulesOptions>();
  command.option("CONFIG", options->config_file, "The configuration file").required();
  command.option("-o,--output", options->output, "Default: standard output");
  command.option("--lang", options->language, "of the texts").among({"en", "zh"}).with_default();
  command.run([options] { return rules_of(*options); });
}

}  // namespace pue::commands

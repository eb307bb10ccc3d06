#include "commands/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>
#include <vector>

namespace pue::commands {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::with_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::among(std::initializer_list<const char*> words) {
  option_->check(CLI::IsMember(std::vector<std::string>(words.begin(), words.end())));
  return *this;
}

Option& Option::within(int least, int most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

template <class Value>
Option Command::option(const std::string& names, Value& value, const std::string& description) {
  return Option(*app_->add_option(names, value, description));
}

template Option Command::option(const std::string&, std::string&, const std::string&);
template Option Command::option(const std::string&, std::optional<std::string>&,
                                const std::string&);
template Option Command::option(const std::string&, std::vector<std::string>&, const std::string&);
template Option Command::option(const std::string&, int&, const std::string&);
template Option Command::option(const std::string&, std::optional<int>&, const std::string&);
template Option Command::option(const std::string&, std::optional<double>&, const std::string&);

void Command::flag(const std::string& name, bool& value, const std::string& description) {
  app_->add_flag(name, value, description);
}

void Command::call(std::function<Result<int>()> work) {
  app_->callback([app = app_, code = exit_code_, work = std::move(work)] {
    const auto done = work();
    if (!done) std::cerr << "puectl " << app->get_name() << ": " << done.error().message << '\n';
    *code = done ? *done : 1;
  });
}

CommandLine::CommandLine(const std::string& description, const std::string& version)
    : app_(std::make_unique<CLI::App>(description)) {
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
}

CommandLine::~CommandLine() = default;

Command CommandLine::command(const std::string& name, const std::string& description) {
  return {*app_->add_subcommand(name, description), exit_code_};
}

int CommandLine::run(int argc, const char* const* argv) {
  CLI11_PARSE(*app_, argc, argv);
  return exit_code_;
}

}  // namespace pue::commands

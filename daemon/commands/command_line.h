// The command line of puectl: its commands with their options and arguments. A front of CLI11,
// whose header takes longer to compile than any of the commands.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <type_traits>

#include "base/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pue::commands {

/// An option or an argument of a command; what holds for it beside its type.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}
  Option& required();
  /// Help shows the value that stands there already.
  Option& with_default();
  Option& among(std::initializer_list<const char*> words);
  Option& within(int least, int most);

 private:
  CLI::Option* option_;
};

class Command {
 public:
  Command(CLI::App& app, int& exit_code) : app_(&app), exit_code_(&exit_code) {}

  /// `names`: "--kwh", "-o,--output", or of an argument "METER". `value` must live until the
  /// command has run; it is a text, a number, one of them that may be absent, or several texts.
  template <class Value>
  Option option(const std::string& names, Value& value, const std::string& description);
  void flag(const std::string& name, bool& value, const std::string& description);

  /// What it does, when it is called: it comes to an exit code, or to nothing (0). An error is told
  /// as "puectl NAME: …" and comes to 1.
  template <class Work>
  void run(Work work) {
    call([work = std::move(work)]() -> Result<int> {
      if constexpr (std::is_same_v<decltype(work()), Result<void>>) {
        if (const auto done = work(); !done) return done.error();
        return 0;
      } else {
        return work();
      }
    });
  }

 private:
  void call(std::function<Result<int>()> work);

  CLI::App* app_;
  int* exit_code_;
};

class CommandLine {
 public:
  CommandLine(const std::string& description, const std::string& version);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// The first line of the description is shown in the list of all commands.
  Command command(const std::string& name, const std::string& description);
  /// Runs the command that is asked for; its exit code. What is wrong with the line itself is told
  /// on the standard error, help goes to the standard output.
  int run(int argc, const char* const* argv);

 private:
  std::unique_ptr<CLI::App> app_;
  int exit_code_ = 0;
};

}  // namespace pue::commands

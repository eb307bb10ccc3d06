#include "scenarios/runner/script.h"

#include <sstream>

namespace pue::scenario {
namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line.substr(0, line.find('#')));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

class Parser {
 public:
  explicit Parser(const std::string& file) { script_.file = file; }

  void line(const std::string& text) {
    ++number_;
    const auto words = words_of(text);
    if (in_events_) {
      in_events_ = words != std::vector<std::string>{"END"};
      if (in_events_) script_.events += text + '\n';
    } else if (words == std::vector<std::string>{"EVENTS"}) {
      in_events_ = true;
      script_.events = "time,meter,kind,final,initial,who,why,ticket\n";
    } else if (in_configuration_) {
      in_configuration_ = words != std::vector<std::string>{"END"};
      if (in_configuration_) script_.configuration += text + '\n';
    } else if (words == std::vector<std::string>{"CONFIG"}) {
      in_configuration_ = true;
      script_.configuration = std::string(static_cast<std::size_t>(number_), '\n');
    } else if (words.size() == 2 && words[0] == "START" && script_.start.empty()) {
      script_.start = words[1];
    } else if (!words.empty()) {
      script_.statements.push_back({number_, words});
    }
  }

  Result<Script> script() {
    const auto lacking = [&](const std::string& what) {
      return Error{script_.file + ":" + std::to_string(number_) + ": " + what};
    };
    if (in_configuration_) return lacking("CONFIG has no END");
    if (in_events_) return lacking("EVENTS has no END");
    if (script_.configuration.empty()) return lacking("there is no CONFIG … END");
    if (script_.start.empty()) return lacking("there is no START 2026-03-01T00:00:00+08:00");
    return std::move(script_);
  }

 private:
  Script script_;
  int number_ = 0;
  bool in_configuration_ = false;
  bool in_events_ = false;
};

}  // namespace

Result<Script> parse_script(const std::string& file, const std::string& text) {
  Parser parser(file);
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) parser.line(line);
  return parser.script();
}

}  // namespace pue::scenario

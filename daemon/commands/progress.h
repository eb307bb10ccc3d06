// One line of progress for a person at a terminal, on stderr; nothing where that is a file.
#pragma once

#include <unistd.h>

#include <iostream>
#include <string>

namespace pue::commands {

class Progress {
 public:
  void show(const std::string& text) {
    if (on_terminal_) std::cerr << '\r' << text << clear_rest << std::flush;
  }
  void clear() { show(""); }

 private:
  static constexpr auto clear_rest = "\x1b[K\r";
  bool on_terminal_ = isatty(STDERR_FILENO) == 1;
};

}  // namespace pue::commands

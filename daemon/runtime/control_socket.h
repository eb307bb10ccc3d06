// The daemon's door for puectl: a Unix socket, one line of JSON asked and one answered. Who may
// connect, its file's mode and directory decide; who did is told by the kernel.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace pue::runtime {

class ControlSocket {
 public:
  /// Called on the socket's thread, one at a time; the answer is one line.
  using Handler = std::function<std::string(const std::string& line, uid_t user)>;

  /// The file is made anew, mode 0660. Error, with the remedy: it cannot be, or another process
  /// answers there.
  static Result<std::unique_ptr<ControlSocket>> open(const std::string& path, Handler handler);
  /// Answers what was asked, then closes and removes the file.
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

 private:
  struct State;
  explicit ControlSocket(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The line that a daemon at `path` answers; nothing when none is there. Error: it may not be
/// asked, or did not answer within `patience`.
Result<std::optional<std::string>> ask_daemon(const std::string& path, const std::string& line,
                                              Duration patience = std::chrono::minutes{1});

}  // namespace pue::runtime

#include "runtime/signals.h"

#include <signal.h>
#include <unistd.h>

namespace pue::runtime {
namespace {

sigset_t waited_for() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

void block_signals() {
  const auto set = waited_for();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

Signal wait_for_signal(std::chrono::milliseconds timeout) {
  const auto set = waited_for();
  const timespec limit{timeout.count() / 1000, timeout.count() % 1000 * 1'000'000};
  switch (sigtimedwait(&set, nullptr, &limit)) {
    case SIGHUP:
      return Signal::reload;
    case SIGTERM:
    case SIGINT:
      return Signal::stop;
    default:
      return Signal::none;
  }
}

void request_reload() { kill(getpid(), SIGHUP); }

}  // namespace pue::runtime

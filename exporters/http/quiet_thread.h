// A thread that no signal is delivered to: signals belong to the thread that waits for them.
#pragma once

#include <signal.h>

#include <thread>
#include <utility>

namespace pue::http {

template <class Work>
std::thread quiet_thread(Work work) {
  return std::thread([work = std::move(work)] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    work();
  });
}

}  // namespace pue::http

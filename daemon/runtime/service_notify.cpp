#include "runtime/service_notify.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>
#include <time.h>

namespace pue::runtime::service_notify {
namespace {

void notify(const std::string& state) { sd_notify(0, state.c_str()); }

}  // namespace

void ready() { notify("READY=1"); }

void reloading() {
  // systemd 253 wants the time of the reload with it; 252 ignores the second line.
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  notify(fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                     std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000));
}

void stopping() { notify("STOPPING=1"); }

void status(const std::string& text) { notify("STATUS=" + text); }

void extend_start(std::chrono::microseconds more) {
  notify(fmt::format("EXTEND_TIMEOUT_USEC={}", more.count()));
}

void watchdog() { notify("WATCHDOG=1"); }

std::optional<std::chrono::microseconds> watchdog_interval() {
  std::uint64_t interval = 0;
  if (sd_watchdog_enabled(0, &interval) <= 0) return std::nullopt;
  return std::chrono::microseconds{interval};
}

}  // namespace pue::runtime::service_notify

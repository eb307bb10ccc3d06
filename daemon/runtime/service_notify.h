// What systemd is told, and only when it asks to be (sd_notify(3)); elsewhere these do nothing.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace pue::runtime::service_notify {

void ready();
void reloading();
void stopping();
void status(const std::string& text);
/// More time before READY=1, for a long recovery.
void extend_start(std::chrono::microseconds more);
void watchdog();
/// WatchdogSec= of the unit; absent when there is no watchdog.
std::optional<std::chrono::microseconds> watchdog_interval();

}  // namespace pue::runtime::service_notify

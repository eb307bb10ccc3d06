#include "exporters/http/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace pue::http {
namespace {

std::optional<double> cpu_seconds() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return std::nullopt;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::optional<std::uint64_t> resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total_pages = 0, resident_pages = 0;
  if (!(file >> total_pages >> resident_pages)) return std::nullopt;
  return resident_pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::optional<std::uint64_t> open_descriptors() {
  std::error_code error;
  std::filesystem::directory_iterator entries("/proc/self/fd", error);
  if (error) return std::nullopt;
  std::uint64_t count = 0;
  for (; entries != std::filesystem::directory_iterator{}; entries.increment(error)) {
    if (error) return std::nullopt;
    ++count;
  }
  return count - 1;  // without the one that reads the directory
}

std::optional<std::uint64_t> descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return limit.rlim_cur;
}

/// Seconds since the epoch at which the machine booted: "btime 1772323200" in /proc/stat.
std::optional<std::int64_t> boot_time() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("btime ")) return std::stoll(line.substr(6));
  return std::nullopt;
}

/// Field 22 of /proc/self/stat, in clock ticks since boot; the name in field 2 may hold spaces.
std::optional<std::int64_t> start_ticks() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(name_end + 1));
  std::string skipped;
  for (int field = 3; field < 22; ++field) fields >> skipped;
  std::int64_t ticks = 0;
  if (!(fields >> ticks)) return std::nullopt;
  return ticks;
}

std::optional<UtcTime> started() {
  const auto boot = boot_time(), ticks = start_ticks();
  if (!boot || !ticks) return std::nullopt;
  const auto milliseconds = *boot * 1000 + *ticks * 1000 / sysconf(_SC_CLK_TCK);
  return UtcTime{std::chrono::milliseconds{milliseconds}};
}

}  // namespace

ProcessFigures read_process_figures() {
  return {cpu_seconds(), resident_bytes(), open_descriptors(), descriptor_limit(), started()};
}

}  // namespace pue::http

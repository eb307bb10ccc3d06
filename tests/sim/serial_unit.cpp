#include "sim/serial_unit.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <modbus/modbus-rtu.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

namespace pue::sim {
namespace {

Error pseudo_terminal_error() {
  return {fmt::format("no pseudo-terminal for the serial unit: {}", std::strerror(errno))};
}

// Bytes as they are: no echo, no line editing, no CR for LF.
bool make_raw(int fd) {
  termios settings{};
  if (tcgetattr(fd, &settings) != 0) return false;
  cfmakeraw(&settings);
  return tcsetattr(fd, TCSANOW, &settings) == 0;
}

}  // namespace

Result<PseudoTerminal> open_pseudo_terminal() {
  Descriptor near_end(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  std::array<char, 128> device{};
  if (near_end.get() < 0 || grantpt(near_end.get()) != 0 || unlockpt(near_end.get()) != 0 ||
      ptsname_r(near_end.get(), device.data(), device.size()) != 0)
    return pseudo_terminal_error();
  Descriptor far_end(open(device.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (far_end.get() < 0 || !make_raw(far_end.get())) return pseudo_terminal_error();
  return PseudoTerminal{std::move(near_end), std::move(far_end), device.data()};
}

Result<void> link_device(const std::string& device, const std::string& path) {
  struct stat there {};
  if (lstat(path.c_str(), &there) == 0) {
    if (!S_ISLNK(there.st_mode))
      return Error{fmt::format("{}: exists and is no symbolic link; choose another path", path)};
    unlink(path.c_str());
  }
  if (symlink(device.c_str(), path.c_str()) != 0)
    return Error{fmt::format("{}: cannot link to {}: {}", path, device, std::strerror(errno))};
  return {};
}

SerialUnit::SerialUnit(PseudoTerminal terminal, int unit, Responder responder,
                       const StopSignal& stop)
    : terminal_(std::move(terminal)),
      responder_(std::move(responder)),
      stop_(stop),
      link_(modbus_new_rtu(terminal_.device.c_str(), 9600, 'N', 8, 1)) {
  if (!link_) throw std::bad_alloc();
  // The near end is already open; modbus_connect would open the far one.
  modbus_set_socket(link_.get(), terminal_.near_end.get());
  modbus_set_slave(link_.get(), unit);
  modbus_set_indication_timeout(link_.get(), 1, 0);
  modbus_set_response_timeout(link_.get(), 0, 1000);
}

void SerialUnit::run() {
  std::array<std::uint8_t, MODBUS_RTU_MAX_ADU_LENGTH> query{};
  while (true) {
    std::array<pollfd, 2> wait{pollfd{terminal_.near_end.get(), POLLIN, 0},
                               pollfd{stop_.descriptor(), POLLIN, 0}};
    if (poll(wait.data(), wait.size(), -1) < 0)
      throw std::system_error(errno, std::generic_category(), "poll");
    if (wait[1].revents != 0) return;
    const int length = modbus_receive(link_.get(), query.data());
    if (length > 0) responder_.answer(link_.get(), query.data(), length);
    // After a damaged frame the rest of the line's bytes mean nothing.
    if (length < 0) modbus_flush(link_.get());
  }
}

}  // namespace pue::sim

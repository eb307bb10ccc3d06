// SerialLink on pseudo-terminals, through libmodbus and the kernel's line discipline. The far end
// is played by a thread that answers with fixed bytes.
#include "runtime/serial_link.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdarg>
#include <filesystem>
#include <thread>
#include <vector>

#include "runtime/clock.h"
#include "runtime/link_socket.h"
#include "tests/unit/descriptor_limit.h"
#include "tests/unit/temporary_folder.h"

using namespace pue;
using namespace pue::runtime;
using namespace std::chrono_literals;

namespace {
std::atomic<int> rts_switches{0};
}  // namespace

// In place of the C library's: pseudo-terminals have no signal lines that could be looked at.
extern "C" int ioctl(int descriptor, unsigned long request, ...) noexcept {
  va_list arguments;
  va_start(arguments, request);
  void* argument = va_arg(arguments, void*);
  va_end(arguments);
  if (request == TIOCMSET) ++rts_switches;
  return static_cast<int>(::syscall(SYS_ioctl, descriptor, request, argument));
}

namespace {

using Bytes = std::vector<std::uint8_t>;

// Checksums by pymodbus 3.0 (pymodbus.utilities.computeCRC).
const modbus::Request unit_17{17, {modbus::FunctionCode::read_input_registers, 52, 2}};
const Bytes reply_100{17, 4, 4, 0x42, 0xC8, 0, 0, 0x7F, 0xC3};
const Bytes reply_200{17, 4, 4, 0x43, 0x48, 0, 0, 0x7F, 0xD7};
const std::vector<std::uint16_t> hundred{0x42C8, 0};
const std::vector<std::uint16_t> two_hundred{0x4348, 0};

/// A line whose far end gives the n-th answer to the n-th request, the last one for ever, the first
/// after `delay`; without answers it talks without end. It is plugged in when constructed and
/// pulled out when destroyed.
class Line {
 public:
  Line(const std::filesystem::path& name, std::vector<Bytes> answers, Duration delay = 0s)
      : name_{name}, answers_{std::move(answers)}, delay_{delay} {
    near_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    REQUIRE(near_ >= 0);
    std::array<char, 128> device{};
    REQUIRE(grantpt(near_) == 0);
    REQUIRE(unlockpt(near_) == 0);
    REQUIRE(ptsname_r(near_, device.data(), device.size()) == 0);
    std::filesystem::create_symlink(device.data(), name);
    REQUIRE(pipe2(stop_.data(), O_CLOEXEC) == 0);
    thread_ = std::thread{[this] { answer(); }};
  }
  ~Line() {
    close(stop_[1]);
    thread_.join();
    close(stop_[0]);
    std::filesystem::remove(name_);
    close(near_);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

 private:
  void answer() {
    std::size_t next = 0;
    Bytes received;
    while (!stopped()) {
      std::array<std::uint8_t, 64> bytes{};
      const auto count = read(near_, bytes.data(), bytes.size());
      if (count > 0) received.insert(received.end(), bytes.begin(), bytes.begin() + count);
      if (received.size() < 8) continue;
      received.clear();
      if (next == 0) std::this_thread::sleep_for(delay_);
      send(answers_[std::min(next++, answers_.size() - 1)]);
    }
  }
  // Waits a little, because a line that nobody has opened reports a hang-up without end.
  bool stopped() const {
    pollfd stop{stop_[0], 0, 0};
    return poll(&stop, 1, 1) != 0;
  }
  void send(const Bytes& bytes) const {
    [[maybe_unused]] const auto sent = write(near_, bytes.data(), bytes.size());
  }

  std::filesystem::path name_;
  std::vector<Bytes> answers_;
  Duration delay_;
  int near_ = -1;
  std::array<int, 2> stop_{-1, -1};
  std::thread thread_;
};

modbus::LinkSettings at(const std::filesystem::path& device, const std::string& options = "") {
  modbus::LinkSettings settings;
  settings.address = modbus::parse_link_url("modbus+rtu:" + device.string() + options).value();
  return settings;
}

modbus::Exchange ask(SerialLink& link, Duration timeout = 10s) {
  return link.transact(unit_17, mono_now() + timeout);
}
std::vector<std::uint16_t> words(const modbus::Exchange& exchange) {
  REQUIRE(std::holds_alternative<modbus::RegisterBlock>(exchange.answer));
  return std::get<modbus::RegisterBlock>(exchange.answer).words;
}
std::string failure(const modbus::Exchange& exchange) {
  REQUIRE(std::holds_alternative<modbus::Failure>(exchange.answer));
  return reason(std::get<modbus::Failure>(exchange.answer));
}

}  // namespace

TEST_CASE("registers are read over a line, and over two lines at once") {
  const test::TemporaryFolder folder;
  const Line one{folder / "one", {reply_100}};
  const Line two{folder / "two", {reply_200}};
  SerialLink first{at(folder / "one"), 1};
  SerialLink second{at(folder / "two"), 1};
  std::thread other{[&] {
    for (int i = 0; i < 20; ++i) {
      if (words(ask(second)) != two_hundred) std::abort();
    }
  }};
  for (int i = 0; i < 20; ++i) CHECK(words(ask(first)) == hundred);
  other.join();
}

TEST_CASE("a line belongs to one program at a time") {
  const test::TemporaryFolder folder;
  const Line line{folder / "line", {reply_100}};
  SerialLink second{at(folder / "line"), 1};
  {
    SerialLink first{at(folder / "line"), 1};
    CHECK(words(ask(first)) == hundred);
    CHECK(failure(ask(second)) == "connect");
    CHECK(words(ask(first)) == hundred);  // which has disturbed nothing
  }
  modbus::Exchange exchange;
  const auto end = mono_now() + 20s;
  do exchange = ask(second);
  while (!exchange.connected && mono_now() < end);
  CHECK(words(exchange) == hundred);
}

TEST_CASE("a device that is pulled out fails, and answers again when it is back") {
  const test::TemporaryFolder folder;
  auto line = std::make_unique<Line>(folder / "line", std::vector<Bytes>{reply_100});
  SerialLink link{at(folder / "line"), 1};
  CHECK(words(ask(link)) == hundred);
  line.reset();
  CHECK(failure(ask(link)) == "disconnect");
  CHECK(failure(ask(link)) == "connect");
  line = std::make_unique<Line>(folder / "line", std::vector<Bytes>{reply_200});
  modbus::Exchange exchange;
  const auto end = mono_now() + 20s;
  do exchange = ask(link);
  while (!exchange.connected && mono_now() < end);
  CHECK(words(exchange) == two_hundred);
}

TEST_CASE("a late answer is not taken for the next one's") {
  const test::TemporaryFolder folder;
  const Line line{folder / "line", {reply_100, reply_200}, 1s};
  auto settings = at(folder / "line");
  settings.busy_bound = 20s;
  SerialLink link{settings, 1};
  CHECK(failure(ask(link, 50ms)) == "timeout");
  CHECK(words(ask(link)) == two_hundred);
}

TEST_CASE("a stop does not wait for a late answer") {
  const test::TemporaryFolder folder;
  const Line line{folder / "line", {Bytes{}}};  // no answer ever
  auto settings = at(folder / "line");
  settings.busy_bound = 20s;
  SerialLink link{settings, 1};
  std::stop_source stop;
  stop.request_stop();
  const auto start = mono_now();
  CHECK(failure(link.transact(unit_17, start + 50ms, stop.get_token())) == "timeout");
  CHECK(mono_now() - start < 20s);
}

TEST_CASE("what lies on the line before a request is dropped") {
  const test::TemporaryFolder folder;
  auto twice = reply_100;
  twice.insert(twice.end(), reply_100.begin(), reply_100.end());
  const Line line{folder / "line", {twice, reply_200}};
  SerialLink link{at(folder / "line"), 1};
  CHECK(words(ask(link)) == hundred);
  CHECK(words(ask(link)) == two_hundred);
}

TEST_CASE("serial lines work however many sockets are open") {
  const test::DescriptorLimit limit{4000};
  std::vector<int> sockets;
  for (int i = 0; i < 2000; ++i) sockets.push_back(open_link_socket(AF_INET));
  CHECK(std::count(sockets.begin(), sockets.end(), -1) == 0);
  const test::TemporaryFolder folder;
  const Line line{folder / "line", {reply_100}};
  SerialLink link{at(folder / "line"), 1};
  CHECK(words(ask(link)) == hundred);
  for (const int one : sockets) close(one);
}

TEST_CASE("RTS is switched for each request of a line that needs it, and the kernel is asked to") {
  const test::TemporaryFolder folder;
  const Line line{folder / "line", {reply_100}};
  rts_switches = 0;
  SECTION("by the adapter: nothing is switched") {
    SerialLink link{at(folder / "line"), 1};
    CHECK(words(ask(link)) == hundred);
    CHECK(rts_switches == 0);
  }
  SECTION("by us: away from sending when opened, to sending and back with each request") {
    for (const auto* mode : {"?rs485=rts_up", "?rs485=rts_down"}) {
      rts_switches = 0;
      SerialLink link{at(folder / "line", mode), 1};
      CHECK(words(ask(link)) == hundred);
      CHECK(rts_switches == 3);
    }
  }
  SECTION("by the kernel: a pseudo-terminal cannot, so the link is refused") {
    SerialLink link{at(folder / "line", "?rs485=kernel"), 1};
    CHECK(failure(ask(link)) == "connect");
  }
}

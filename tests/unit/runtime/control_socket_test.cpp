#include "runtime/control_socket.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <catch2/catch.hpp>
#include <filesystem>

#include "../store/fixture.h"

using namespace pue;
using namespace pue::runtime;
using Catch::Contains;
using ledger::TemporaryDirectory;

namespace {

std::unique_ptr<ControlSocket> echo(const std::string& path) {
  auto socket = ControlSocket::open(path, [](const std::string& line, uid_t user) {
    return std::to_string(user) + " said " + line;
  });
  INFO((socket ? "" : socket.error().message));
  REQUIRE(socket.has_value());
  return std::move(*socket);
}

}  // namespace

TEST_CASE("a line is answered, with the user whom the kernel names") {
  const TemporaryDirectory directory;
  const auto path = directory.file("control.sock");
  const auto socket = echo(path);
  const auto expected = std::to_string(::getuid()) + " said hello";
  CHECK(ask_daemon(path, "hello").value() == expected);
  CHECK(ask_daemon(path, "hello").value() == expected);  // and the next one
  struct stat file {};
  REQUIRE(::stat(path.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777U) == 0660U);
}

TEST_CASE("without a daemon nobody answers, and that is no error") {
  const TemporaryDirectory directory;
  const auto path = directory.file("control.sock");
  CHECK(ask_daemon(path, "hello").value() == std::nullopt);
  echo(path).reset();
  CHECK(!std::filesystem::exists(path));
  CHECK(ask_daemon(path, "hello").value() == std::nullopt);
}

TEST_CASE("the file of a killed daemon is made anew, that of a running one is not") {
  const TemporaryDirectory directory;
  const auto path = directory.file("control.sock");
  {
    boost::asio::io_context context;
    boost::asio::local::stream_protocol::acceptor killed(context, path);
  }
  REQUIRE(std::filesystem::exists(path));
  CHECK(ask_daemon(path, "hello").value() == std::nullopt);
  const auto first = echo(path);
  const auto second = ControlSocket::open(path, [](const auto&, uid_t) { return ""; });
  REQUIRE(second.has_error());
  CHECK_THAT(second.error().message, Contains(path) && Contains("another process answers"));
  CHECK(ask_daemon(path, "hello").value().has_value());
}

TEST_CASE("a path that cannot be a socket is refused with the reason") {
  const TemporaryDirectory directory;
  const auto nowhere = directory.file("no/where.sock");
  const auto refused = ControlSocket::open(nowhere, [](const auto&, uid_t) { return ""; });
  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().message, Contains(nowhere) && Contains("No such file"));
  CHECK(!ControlSocket::open(directory.file(std::string(200, 'a')),
                             [](const auto&, uid_t) { return ""; }));
}

TEST_CASE("a line without end is not taken") {
  const TemporaryDirectory directory;
  const auto path = directory.file("control.sock");
  const auto socket = echo(path);
  CHECK(ask_daemon(path, std::string(100'000, 'a')).has_error());
  CHECK(ask_daemon(path, "hello").value().has_value());
}

// A daemon that stops waits for nobody who says nothing.
TEST_CASE("it ends beside a client that is silent, and after any") {
  const TemporaryDirectory directory;
  const auto path = directory.file("control.sock");
  auto socket = echo(path);
  boost::asio::io_context context;
  boost::asio::local::stream_protocol::socket silent(context);
  silent.connect(path);
  socket.reset();
  for (int i = 0; i < 200; ++i) {  // whatever it is at when it is to end
    socket = echo(path);
    CHECK(ask_daemon(path, std::string(100'000, 'a')).has_error());
    socket.reset();
  }
}

TEST_CASE("a daemon that does not answer is not waited for without end") {
  const TemporaryDirectory directory;
  const auto path = directory.file("control.sock");
  boost::asio::io_context context;
  const boost::asio::local::stream_protocol::acceptor stuck(context, path);
  const auto answer = ask_daemon(path, "hello", std::chrono::milliseconds{1});
  REQUIRE(answer.has_error());
  CHECK_THAT(answer.error().message, Contains(path) && Contains("did not answer"));
}

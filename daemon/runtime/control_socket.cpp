#include "runtime/control_socket.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstring>
#include <thread>
#include <utility>

namespace pue::runtime {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::size_t longest_line = 64 * 1024;
constexpr auto longest_silence = std::chrono::seconds{10};  // of who has connected
constexpr auto retry_after = std::chrono::milliseconds{100};
constexpr mode_t group_may_ask = 0660;

Error cannot(const std::string& path, const std::string& what, const error_code& why) {
  return Error{fmt::format("{}: {}: {}", path, what, why.message())};
}

bool too_long(const std::string& path) { return path.size() >= sizeof(sockaddr_un{}.sun_path); }

bool nobody_there(const error_code& error) {
  return error == asio::error::connection_refused ||
         error == boost::system::errc::no_such_file_or_directory;
}

std::optional<uid_t> peer_of(stream_protocol::socket& socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    return std::nullopt;
  return peer.uid;
}

}  // namespace

struct ControlSocket::State {
  explicit State(std::string at, Handler answers)
      : path(std::move(at)), handler(std::move(answers)), acceptor(context) {}

  Result<void> bind();
  asio::awaitable<void> accept();
  asio::awaitable<void> serve(stream_protocol::socket socket);
  void stop();

  std::string path;
  Handler handler;
  asio::io_context context{1};
  stream_protocol::acceptor acceptor;
  stream_protocol::socket* silent = nullptr;  // of whom we await a question
  std::thread thread;
};

Result<void> ControlSocket::State::bind() {
  if (too_long(path))
    return Error{fmt::format("{}: too long for a socket; name a shorter path", path)};
  const stream_protocol::endpoint endpoint(path);
  error_code failed;
  stream_protocol::socket other(context);
  other.connect(endpoint, failed);
  if (!failed)
    return Error{
        fmt::format("{}: another process answers there; stop it, or name another path as "
                    "control.socket",
                    path)};
  if (failed == asio::error::connection_refused) ::unlink(path.c_str());  // of one that was killed
  acceptor.open(endpoint.protocol());
  acceptor.bind(endpoint, failed);
  if (failed) return cannot(path, "cannot be made", failed);
  if (::chmod(path.c_str(), group_may_ask) != 0)
    return cannot(path, "its mode cannot be set", {errno, boost::system::system_category()});
  acceptor.listen();
  return {};
}

/// One question and its answer. Whoever goes away meanwhile is none of our business.
asio::awaitable<void> ControlSocket::State::serve(stream_protocol::socket socket) {
  error_code failed;
  asio::steady_timer deadline(socket.get_executor(), longest_silence);
  deadline.async_wait([&socket](error_code cancelled) {
    error_code ignored;
    if (!cancelled) socket.cancel(ignored);
  });
  std::string line;
  silent = &socket;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(line, longest_line), '\n',
                                  asio::redirect_error(asio::use_awaitable, failed));
  silent = nullptr;
  deadline.cancel();
  const auto user = peer_of(socket);
  if (failed || !user) co_return;
  line.resize(line.find('\n'));
  const auto answer = handler(line, *user) + "\n";
  co_await asio::async_write(socket, asio::buffer(answer),
                             asio::redirect_error(asio::use_awaitable, failed));
}

asio::awaitable<void> ControlSocket::State::accept() {
  asio::steady_timer pause(context);
  while (acceptor.is_open()) {
    error_code failed;
    auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failed));
    if (!acceptor.is_open()) co_return;
    if (!failed) {
      co_await serve(std::move(socket));
      continue;
    }
    // Out of descriptors: there will be some again.
    pause.expires_after(retry_after);
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failed));
  }
}

/// Who is being answered gets the answer; who is silent is not waited for.
void ControlSocket::State::stop() {
  error_code ignored;
  acceptor.close(ignored);
  if (silent != nullptr) silent->cancel(ignored);
}

ControlSocket::ControlSocket(std::unique_ptr<State> state) : state_(std::move(state)) {
  asio::co_spawn(state_->context, state_->accept(), asio::detached);
  state_->thread = std::thread([this] { state_->context.run(); });
}

ControlSocket::~ControlSocket() {
  asio::post(state_->context, [this] { state_->stop(); });
  state_->thread.join();
  ::unlink(state_->path.c_str());
}

Result<std::unique_ptr<ControlSocket>> ControlSocket::open(const std::string& path,
                                                           Handler handler) {
  auto state = std::make_unique<State>(path, std::move(handler));
  if (auto bound = state->bind(); !bound) return bound.error();
  return std::unique_ptr<ControlSocket>(new ControlSocket(std::move(state)));
}

Result<std::optional<std::string>> ask_daemon(const std::string& path, const std::string& line,
                                              Duration patience) {
  if (too_long(path)) return Error{fmt::format("{}: too long for a socket", path)};
  asio::io_context context;
  stream_protocol::socket socket(context);
  error_code failed;
  socket.connect(stream_protocol::endpoint(path), failed);
  if (nobody_there(failed)) return std::optional<std::string>{};
  if (failed) {
    auto error = cannot(path, "the daemon cannot be asked", failed);
    if (failed == boost::system::errc::permission_denied)
      error.message += "; root may, and the group of this file";
    return error;
  }
  asio::write(socket, asio::buffer(line + "\n"), failed);
  if (failed) return cannot(path, "the daemon did not answer; look into its log", failed);
  std::string answer;
  failed = asio::error::timed_out;
  asio::async_read_until(socket, asio::dynamic_buffer(answer, longest_line), '\n',
                         [&](error_code result, std::size_t) { failed = result; });
  context.run_for(patience);
  if (failed) return cannot(path, "the daemon did not answer; look into its log", failed);
  answer.resize(answer.find('\n'));
  return std::optional(answer);
}

}  // namespace pue::runtime

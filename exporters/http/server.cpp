#include "exporters/http/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <set>

#include "base/limits.h"
#include "exporters/http/connection.h"
#include "exporters/http/quiet_thread.h"
#include "exporters/http/worker.h"

namespace pue::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

Error cannot_listen(const ListenAddress& address, const boost::system::error_code& why) {
  const auto remedy = why == asio::error::address_in_use
                          ? "stop what listens there (ss -ltnp) or choose another port"
                          : "choose an address of this machine";
  return Error{fmt::format("cannot listen on {}: {}; {} with --web.listen-address",
                           to_text(address), why.message(), remedy)};
}

boost::system::error_code listen_at(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  boost::system::error_code error;
  if (acceptor.is_open()) acceptor.close(error);
  if (acceptor.open(endpoint.protocol(), error); error) return error;
  if (acceptor.set_option(tcp::acceptor::reuse_address(true), error); error) return error;
  if (acceptor.bind(endpoint, error); error) return error;
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

using Connections = std::set<std::shared_ptr<Connection>>;
using Since = std::optional<Connection::Time> (Connection::*)() const;

/// The connection whose `since` is earliest; null when all have none.
std::shared_ptr<Connection> longest_since(const Connections& connections, Since since) {
  std::shared_ptr<Connection> longest;
  for (const auto& one : connections) {
    const auto time = (*one.*since)();
    if (time && (!longest || *time < *(*longest.*since)())) longest = one;
  }
  return longest;
}

}  // namespace

struct Server::State {
  explicit State(Source source) : router(std::move(source)) {}

  Result<void> bind(const ListenAddress& address);
  asio::awaitable<void> accept_all();
  void admit(tcp::socket socket);
  bool make_room();
  void limit_answers();

  Router router;
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  Connections connections;
  Worker worker;  // its jobs end before the router, and those who wait for them before the context
  std::thread thread;
};

Result<void> Server::State::bind(const ListenAddress& address) {
  tcp::resolver resolver(context);
  boost::system::error_code error;
  const auto found =
      resolver.resolve(address.host, std::to_string(address.port), tcp::resolver::passive, error);
  if (error) return cannot_listen(address, error);
  for (const auto& entry : found) {
    error = listen_at(acceptor, entry.endpoint());
    if (!error) return {};
  }
  return cannot_listen(address, error);
}

asio::awaitable<void> Server::State::accept_all() {
  asio::steady_timer pause(context);
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(as_tuple);
    if (!error) {
      admit(std::move(socket));
      continue;
    }
    // Out of descriptors or memory: an idle peer gives its place to the pending one.
    if (make_room()) continue;
    // The pending peer stays pending; do not spin on it.
    pause.expires_after(limits::http_accept_pause);
    co_await pause.async_wait(as_tuple);
  }
}

void Server::State::admit(tcp::socket socket) {
  // There is always one that waits, as answers are fewer than connections; else it would be closed.
  if (connections.size() >= limits::http_connections && !make_room()) return;
  auto connection =
      std::make_shared<Connection>(std::move(socket), router, worker, [this] { limit_answers(); });
  connections.insert(connection);
  const auto forget = [this, connection](std::exception_ptr failure) {
    connections.erase(connection);
    if (failure) router.report(failure, "a connection");
  };
  asio::co_spawn(context, Connection::serve(connection), forget);
}

/// Closes the connection that has been waiting longest for its request: idle peers, however many,
/// do not keep a scrape out. False: none is waiting.
bool Server::State::make_room() {
  const auto longest = longest_since(connections, &Connection::waiting_since);
  if (!longest) return false;
  longest->close();
  connections.erase(longest);
  return true;
}

/// Room for one more answer. A reader that takes its own at once never stands here; of slow ones
/// the slowest is let go, so that neither memory nor places run out.
void Server::State::limit_answers() {
  const auto answering = [](const auto& one) { return one->answering_since().has_value(); };
  if (std::count_if(connections.begin(), connections.end(), answering) >=
      static_cast<std::ptrdiff_t>(limits::http_answers))
    longest_since(connections, &Connection::answering_since)->close();
}

Result<std::unique_ptr<Server>> Server::start(const ListenAddress& address, Source source) {
  auto state = std::make_unique<State>(std::move(source));
  if (const auto bound = state->bind(address); bound.has_error()) return bound.error();
  // Without its acceptor the server is of no use: the exception ends the program, visibly.
  asio::co_spawn(state->context, state->accept_all(), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  state->thread = quiet_thread([context = &state->context] { context->run(); });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return state_->acceptor.local_endpoint().port(); }

void Server::stop() {
  state_->context.stop();
  if (state_->thread.joinable()) state_->thread.join();
  state_->worker.stop();
}

}  // namespace pue::http

#include "exporters/http/connection.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <utility>

#include "base/limits.h"

namespace pue::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;

namespace {

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

using Parser = wire::request_parser<wire::string_body>;

Request to_request(const wire::request<wire::string_body>& message) {
  return {std::string(message.method_string()), std::string(message.target()),
          std::string(message[wire::field::accept_encoding])};
}

/// What to tell a peer whose bytes are no acceptable request; nothing to one that is gone or slow.
std::optional<Response> refusal_of(const beast::error_code& error) {
  if (error == wire::error::header_limit || error == wire::error::buffer_overflow)
    return refusal(431, api::ErrorType::too_large, "the request's header is too large");
  if (error == wire::error::body_limit)
    return refusal(413, api::ErrorType::too_large, "no route takes such a body");
  if (error == wire::error::end_of_stream || error == wire::error::partial_message)
    return std::nullopt;
  if (error.category() == make_error_code(wire::error::bad_version).category())
    return refusal(400, api::ErrorType::bad_data, "this is not an HTTP/1.1 request");
  return std::nullopt;
}

template <class Message>
void set_header(Message& message, const Response& response, bool keep_alive) {
  message.result(response.status);
  message.set(wire::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers) message.set(name, value);
  message.keep_alive(keep_alive);
  message.content_length(response.body->size());
}

}  // namespace

struct Connection::State {
  State(asio::ip::tcp::socket socket, Router& router_, Worker& worker_,
        std::function<void()> before_answer_)
      : stream(std::move(socket)),
        buffer(limits::http_header_bytes + limits::http_body_bytes),
        router(router_),
        worker(worker_),
        before_answer(std::move(before_answer_)) {}

  asio::awaitable<bool> answer_one();
  asio::awaitable<bool> perform(Job job, bool keep_alive, bool head_only);
  asio::awaitable<bool> write(Response response, bool keep_alive, bool head_only,
                              std::chrono::seconds within = limits::http_answer);
  asio::awaitable<bool> send(const Response& response, bool keep_alive, bool head_only);
  asio::awaitable<void> refuse(Response response);
  asio::awaitable<void> discard_rest();

  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  Router& router;
  Worker& worker;
  std::function<void()> before_answer;
  std::optional<Time> waiting_since;
  std::optional<Time> answering_since;
};

/// Reads and answers one request. False: the connection is done.
asio::awaitable<bool> Connection::State::answer_one() {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits::http_header_bytes));
  parser.body_limit(limits::http_body_bytes);
  waiting_since = std::chrono::steady_clock::now();
  stream.expires_after(limits::http_idle);
  const auto [error, size] = co_await wire::async_read(stream, buffer, parser, as_tuple);
  waiting_since.reset();
  if (error) {
    if (auto refusal = refusal_of(error)) co_await refuse(std::move(*refusal));
    co_return false;
  }
  const auto& message = parser.get();
  const bool keep_alive = message.keep_alive();
  const bool head_only = message.method() == wire::verb::head;
  auto answer = router.ask(to_request(message));
  bool written = false;
  if (auto* job = std::get_if<Job>(&answer))
    written = co_await perform(std::move(*job), keep_alive, head_only);
  else
    written = co_await write(std::get<Response>(std::move(answer)), keep_alive, head_only);
  co_return keep_alive ? written : false;
}

/// What it is asked for meanwhile waits; that the peer left is seen when it is written to.
asio::awaitable<bool> Connection::State::perform(Job job, bool keep_alive, bool head_only) {
  const auto place = worker.take_place();
  if (!place) co_return co_await write(Router::busy(), keep_alive, head_only);
  auto response = co_await worker.perform(std::move(job));
  co_return co_await write(std::move(response), keep_alive, head_only, limits::http_document);
}

/// The whole answer has one deadline: a reader that takes a byte a second is let go.
asio::awaitable<bool> Connection::State::write(Response response, bool keep_alive, bool head_only,
                                               std::chrono::seconds within) {
  before_answer();
  stream.expires_after(within);
  answering_since = std::chrono::steady_clock::now();
  const bool sent = co_await send(response, keep_alive, head_only);
  answering_since.reset();
  co_return sent;
}

asio::awaitable<bool> Connection::State::send(const Response& response, bool keep_alive,
                                              bool head_only) {
  if (head_only) {
    wire::response<wire::empty_body> message;
    set_header(message, response, keep_alive);
    const auto [error, size] = co_await wire::async_write(stream, message, as_tuple);
    co_return !error;
  }
  wire::response<wire::span_body<const char>> message;
  message.body() = beast::span<const char>(response.body->data(), response.body->size());
  set_header(message, response, keep_alive);
  const auto [error, size] = co_await wire::async_write(stream, message, as_tuple);
  co_return !error;
}

asio::awaitable<void> Connection::State::refuse(Response response) {
  co_await write(std::move(response), false, false);
  co_await discard_rest();
}

/// Closing with bytes unread makes the kernel send a reset, which can overtake the answer.
asio::awaitable<void> Connection::State::discard_rest() {
  beast::error_code ignored;  // the peer may be gone already
  stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream.expires_after(limits::http_linger);
  waiting_since = std::chrono::steady_clock::now();
  std::array<char, 4096> rest;
  for (std::size_t total = 0; total < limits::http_discarded_bytes;) {
    const auto [error, size] = co_await stream.async_read_some(asio::buffer(rest), as_tuple);
    if (error) co_return;
    total += size;
  }
}

Connection::Connection(asio::ip::tcp::socket socket, Router& router, Worker& worker,
                       std::function<void()> before_answer)
    : state_(std::make_unique<State>(std::move(socket), router, worker, std::move(before_answer))) {
}

Connection::~Connection() = default;

asio::awaitable<void> Connection::serve(std::shared_ptr<Connection> self) {
  // Not `while (co_await …)`: from such a condition g++ 12 calls with a wrong `this` (crash seen).
  bool more = true;
  while (more) more = co_await self->state_->answer_one();
  self->close();
}

std::optional<Connection::Time> Connection::waiting_since() const { return state_->waiting_since; }

std::optional<Connection::Time> Connection::answering_since() const {
  return state_->answering_since;
}

/// What it was waiting for ends a moment later; for others it does neither from now on.
void Connection::close() {
  state_->waiting_since.reset();
  state_->answering_since.reset();
  state_->stream.close();
}

}  // namespace pue::http

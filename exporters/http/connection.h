// One HTTP connection: reads a request, writes its answer, again while the peer keeps it alive.
// Every wait has a deadline and every buffer a bound.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "exporters/http/router.h"
#include "exporters/http/worker.h"

namespace pue::http {

class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `before_answer` is called before it begins to send one.
  Connection(boost::asio::ip::tcp::socket socket, Router& router, Worker& worker,
             std::function<void()> before_answer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Ends when the peer leaves, breaks the protocol, lets a deadline pass, or after `close`.
  static boost::asio::awaitable<void> serve(std::shared_ptr<Connection> self);

  /// Since when it waits for a request to arrive completely, or for a refused peer to leave; absent
  /// while it answers one.
  std::optional<Time> waiting_since() const;
  /// Since when the peer has been taking an answer; absent while it takes none.
  std::optional<Time> answering_since() const;
  void close();

 private:
  struct State;  // Beast's types, in connection.cpp only
  std::unique_ptr<State> state_;
};

}  // namespace pue::http

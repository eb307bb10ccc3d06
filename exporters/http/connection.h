// One HTTP connection: reads a request, writes its answer, again while the peer keeps it alive.
// Every wait has a deadline and every buffer a bound.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>

#include "exporters/http/router.h"

namespace pue::http {

class Connection {
 public:
  Connection(boost::asio::ip::tcp::socket socket, Router& router);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Ends when the peer leaves, breaks the protocol, lets a deadline pass, or after `close`.
  static boost::asio::awaitable<void> serve(std::shared_ptr<Connection> self);

  /// Since when it waits for a request to arrive completely; absent while it answers one.
  std::optional<std::chrono::steady_clock::time_point> waiting_since() const;
  void close();

 private:
  struct State;  // Beast's types, in connection.cpp only
  std::unique_ptr<State> state_;
};

}  // namespace pue::http

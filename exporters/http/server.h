// The HTTP server: one thread of its own that renders from immutable views, so that no scrape, page
// or slow reader delays a poll. It routes nothing itself and holds no figures.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "exporters/http/listen_address.h"
#include "exporters/http/source.h"

namespace pue::http {

class Server {
 public:
  /// Binds, then serves until `stop`. Error: why it cannot listen there, and what to do.
  static Result<std::unique_ptr<Server>> start(const ListenAddress& address, Source source);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// The port in use, also when 0 was asked for.
  std::uint16_t port() const;
  /// Drops all connections and ends the thread. A second call does nothing.
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pue::http

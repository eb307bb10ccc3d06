// The one thread for answers that take long, so that they hold up no scrape; and the places for
// them, so that neither work nor finished documents pile up.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "exporters/http/response.h"

namespace pue::http {

class Worker {
 public:
  /// Kept from before a job to after its answer was sent.
  using Place = std::shared_ptr<const void>;

  Worker();
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// One of limits::http_jobs, null when all are taken.
  Place take_place();
  /// Runs the job on the worker's thread, after those that came before it, and goes on with its
  /// answer on the caller's executor, which outlives the worker.
  boost::asio::awaitable<Response> perform(Job job);
  /// Asks the job under way to end, waits for it and forgets the others. A second call does
  /// nothing. What waits for an answer waits on.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pue::http

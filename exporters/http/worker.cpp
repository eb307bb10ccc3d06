#include "exporters/http/worker.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "base/limits.h"
#include "exporters/http/quiet_thread.h"

namespace pue::http {

namespace asio = boost::asio;

namespace {

asio::awaitable<Response> answer_of(Job job, std::stop_token stop) { co_return job(stop); }

}  // namespace

struct Worker::State {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> more_to_come =
      make_work_guard(context);
  std::stop_source stop;
  /// Its other owners are the places that are taken.
  std::shared_ptr<const int> places = std::make_shared<const int>(0);
  std::thread thread = quiet_thread([this] { context.run(); });
};

Worker::Worker() : state_(std::make_unique<State>()) {}

Worker::~Worker() { stop(); }

Worker::Place Worker::take_place() {
  const auto taken = static_cast<std::size_t>(state_->places.use_count()) - 1;
  return taken < limits::http_jobs ? state_->places : nullptr;
}

asio::awaitable<Response> Worker::perform(Job job) {
  return asio::co_spawn(state_->context, answer_of(std::move(job), state_->stop.get_token()),
                        asio::use_awaitable);
}

void Worker::stop() {
  state_->stop.request_stop();
  state_->context.stop();
  if (state_->thread.joinable()) state_->thread.join();
}

}  // namespace pue::http

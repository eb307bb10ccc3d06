#include "exporters/http/worker.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "base/limits.h"

using namespace pue;
using namespace pue::http;
namespace asio = boost::asio;

namespace {

/// Asks for an answer and notes its text, and on which thread it came.
asio::awaitable<void> ask(Worker& worker, Job job, std::vector<std::string>& texts,
                          std::thread::id& thread) {
  const auto response = co_await worker.perform(std::move(job));
  texts.push_back(*response.body);
  thread = std::this_thread::get_id();
}

}  // namespace

TEST_CASE("jobs run one after the other on a thread of their own, answers come to the asker's") {
  asio::io_context context;
  Worker worker;
  std::vector<std::string> texts;
  std::vector<std::thread::id> ran;
  std::thread::id answered;
  for (const auto* text : {"first", "second", "third"})
    asio::co_spawn(context,
                   ask(
                       worker,
                       [&, text](const std::stop_token&) {
                         ran.push_back(std::this_thread::get_id());
                         return document("text/plain", text);
                       },
                       texts, answered),
                   asio::detached);
  context.run();
  CHECK(texts == std::vector<std::string>{"first", "second", "third"});
  CHECK(answered == std::this_thread::get_id());
  REQUIRE(ran.size() == 3);
  CHECK(ran[0] != std::this_thread::get_id());
  CHECK(ran[1] == ran[0]);
  CHECK(ran[2] == ran[0]);
}

TEST_CASE("there are as many places as the limit says, and one left is one free") {
  Worker worker;
  std::vector<Worker::Place> places;
  for (std::size_t i = 0; i < limits::http_jobs; ++i) {
    places.push_back(worker.take_place());
    CHECK(places.back());
  }
  CHECK_FALSE(worker.take_place());
  places.pop_back();
  CHECK(worker.take_place());
}

TEST_CASE("a stop ends the job under way and forgets those that wait") {
  asio::io_context context;
  Worker worker;
  std::vector<std::string> texts;
  std::thread::id answered;
  std::promise<void> begun;
  bool second_ran = false;
  const auto until_stopped = [&](const std::stop_token& stop) {
    begun.set_value();
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait(lock, stop, [] { return false; });
    return document("text/plain", "given up");
  };
  asio::co_spawn(context, ask(worker, until_stopped, texts, answered), asio::detached);
  asio::co_spawn(context,
                 ask(
                     worker,
                     [&](const std::stop_token&) {
                       second_ran = true;
                       return document("text/plain", "");
                     },
                     texts, answered),
                 asio::detached);
  context.poll();
  begun.get_future().wait();
  worker.stop();
  worker.stop();
  CHECK_FALSE(second_ran);
}

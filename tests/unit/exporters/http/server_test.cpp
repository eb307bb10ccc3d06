#include "exporters/http/server.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "base/limits.h"
#include "exporters/prometheus/exposition.h"
#include "tests/unit/descriptor_limit.h"
#include "tests/unit/exporters/http/client.h"
#include "tests/unit/exporters/http/example_source.h"
#include "tests/unit/exporters/http/gunzip.h"

using namespace pue;
using test::Client;
using test::get;
using test::gunzip;

namespace {

std::string exposition() { return pue::prometheus::exposition(test::example_view()); }

std::unique_ptr<http::Server> started(http::Source source = test::example_source()) {
  return std::move(http::Server::start({"127.0.0.1", 0}, std::move(source)).value());
}

/// A report that is made when the test lets it, or the server stops; and who has asked for one.
class HeldReport {
 public:
  http::LedgerAnswer answer() {
    return [this](const http::Query&, const std::stop_token& stop) -> http::Outcome {
      std::unique_lock lock(mutex_);
      begun_ = true;
      changed_.notify_all();
      changed_.wait(lock, stop, [&] { return released_; });
      return http::Document{"text/plain", "report"};
    };
  }
  void await_begin() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return begun_; });
  }
  void release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool begun_ = false;
  bool released_ = false;
};

std::unique_ptr<http::Server> started(HeldReport& report) {
  auto source = test::example_source();
  source.ledger.report = report.answer();
  return started(std::move(source));
}

const std::string ask_for_report =
    "GET /api/v1/report?period=2026 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
const std::string scrape = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

TEST_CASE("a scrape over a socket gets the exposition with its content type") {
  const auto server = started();
  const auto answer = get(server->port(), "/metrics");
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(answer.find("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n") !=
        std::string::npos);
  CHECK(test::body(answer) == exposition());
}

TEST_CASE("a scrape that accepts gzip reads back the same text") {
  const auto server = started();
  const auto answer = get(server->port(), "/metrics", "Accept-Encoding: gzip\r\n");
  CHECK(answer.find("\r\nContent-Encoding: gzip\r\n") != std::string::npos);
  CHECK(gunzip(test::body(answer)) == exposition());
}

TEST_CASE("a connection is kept alive from one request to the next") {
  const auto server = started();
  Client client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.send(scrape);
    CHECK(test::body(client.answer()) == exposition());
  }
}

TEST_CASE("requests sent at once are answered one after the other") {
  const auto server = started();
  Client client(server->port());
  client.send("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n" + scrape);
  CHECK(test::body(client.answer()) == "pued is healthy.\n");
  CHECK(test::body(client.answer()) == exposition());
}

TEST_CASE("HEAD tells the length and sends no body") {
  const auto server = started();
  Client client(server->port());
  client.send("HEAD /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto answer = client.rest();
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(answer.find("Content-Length: " + std::to_string(exposition().size()) + "\r\n") !=
        std::string::npos);
  CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("an oversized header is refused") {
  const auto server = started();
  const std::string long_header(limits::http_header_bytes + 4096, 'a');
  const auto answer = get(server->port(), "/metrics", "X-Long: " + long_header + "\r\n");
  CHECK(answer.starts_with("HTTP/1.1 431 "));
  CHECK(test::body(answer).find("too_large") != std::string::npos);
}

TEST_CASE("a large body is refused, a small one is ignored") {
  const auto server = started();
  Client large(server->port());
  const std::string body(limits::http_body_bytes + 1, 'x');
  large.send("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: " +
             std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(large.rest().starts_with("HTTP/1.1 413 "));
  Client small(server->port());
  small.send("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + scrape);
  CHECK(small.answer().starts_with("HTTP/1.1 403 "));
  CHECK(small.answer().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("what is not HTTP is refused and the connection closed") {
  const auto server = started();
  for (const std::string garbage : {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "hello\r\n\r\n",
                                    "GET /metrics HTTP/9.9\r\n\r\n", "GET\r\n\r\n"}) {
    Client client(server->port());
    client.send(garbage);
    CHECK(client.rest().starts_with("HTTP/1.1 400 "));
  }
}

TEST_CASE("bad paths and methods are answered as JSON errors") {
  const auto server = started();
  CHECK(get(server->port(), "/nothing").starts_with("HTTP/1.1 404 "));
  Client client(server->port());
  client.send("DELETE /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto answer = client.answer();
  CHECK(answer.starts_with("HTTP/1.1 405 "));
  CHECK(answer.find("\r\nAllow: GET, HEAD\r\n") != std::string::npos);
  CHECK(test::body(answer).find("\"errorType\":\"method_not_allowed\"") != std::string::npos);
}

TEST_CASE("a scrape is answered while more peers than there are places sit idle") {
  const auto server = started();
  std::list<Client> idle;
  for (std::size_t i = 0; i < limits::http_connections + 44; ++i) idle.emplace_back(server->port());
  CHECK(test::body(get(server->port(), "/metrics")) == exposition());
  // The one that waited longest gave its place.
  CHECK(idle.front().closed());
  idle.back().send(scrape);
  CHECK(test::body(idle.back().answer()) == exposition());
}

TEST_CASE("a scrape is answered when idle peers have the last descriptors") {
  const auto server = started();
  std::list<Client> idle;
  for (int i = 0; i < 3; ++i) {
    idle.emplace_back(server->port());
    idle.back().send(scrape);
    REQUIRE(test::body(idle.back().answer()) == exposition());
  }
  const int lowest_free = dup(STDOUT_FILENO);
  close(lowest_free);
  // One more: the scraper's own end takes it, and nothing is left to accept it with.
  const test::DescriptorLimit limit(static_cast<rlim_t>(lowest_free) + 1);
  CHECK(test::body(get(server->port(), "/metrics")) == exposition());
  CHECK(idle.front().closed());
}

TEST_CASE("a scrape is answered while more peers than there are places read slowly") {
  auto source = test::example_source();
  // More than the sockets' buffers hold of an answer that nobody reads.
  const std::string long_page(8 * 1024 * 1024, 'x');
  source.page = [&](const View&, config::Language) { return long_page; };
  const auto server = started(std::move(source));
  std::list<Client> slow;
  for (std::size_t i = 0; i < limits::http_answers + 1; ++i) {
    slow.emplace_back(server->port());
    slow.back().send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    REQUIRE(slow.back().begins());
  }
  CHECK(test::body(get(server->port(), "/metrics")) == exposition());
  // The one that had been reading longest gave its place, the others go on.
  CHECK(slow.front().rest().size() < long_page.size());
  CHECK(test::body(slow.back().rest()) == long_page);
}

TEST_CASE("a scrape is answered while a report is made") {
  HeldReport report;
  const auto server = started(report);
  Client reader(server->port());
  reader.send(ask_for_report);
  report.await_begin();
  CHECK(test::body(get(server->port(), "/metrics")) == exposition());
  report.release();
  CHECK(test::body(reader.rest()) == "report");
}

TEST_CASE("more reports than there are places are refused, while those that have one wait") {
  HeldReport report;
  const auto server = started(report);
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> answers;
  std::vector<std::thread> readers;
  for (std::size_t i = 0; i < limits::http_jobs + 3; ++i)
    readers.emplace_back([&] {
      Client client(server->port());
      client.send(ask_for_report);
      auto answer = client.rest();
      const std::lock_guard lock(mutex);
      answers.push_back(std::move(answer));
      changed.notify_all();
    });
  {
    // None with a place is answered before the release: these have none.
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return answers.size() == 3; });
    for (const auto& answer : answers) {
      CHECK(answer.starts_with("HTTP/1.1 503 "));
      CHECK(answer.find("\r\nRetry-After: 5\r\n") != std::string::npos);
    }
  }
  CHECK(test::body(get(server->port(), "/metrics")) == exposition());
  report.release();
  for (auto& reader : readers) reader.join();
  REQUIRE(answers.size() == limits::http_jobs + 3);
  for (std::size_t i = 3; i < answers.size(); ++i) CHECK(test::body(answers[i]) == "report");
}

TEST_CASE("a document that is not read keeps its place, and no scrape waits for it") {
  auto source = test::example_source();
  // More than the sockets' buffers hold.
  source.ledger.bundle = [](const http::Query&, const std::stop_token&) -> http::Outcome {
    return http::Document{"application/zip", std::string(8 * 1024 * 1024, 'x')};
  };
  const auto server = started(std::move(source));
  std::list<Client> slow;
  for (std::size_t i = 0; i < limits::http_jobs; ++i) {
    slow.emplace_back(server->port());
    slow.back().send("GET /api/v1/bundle?period=2026 HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(slow.back().begins());
  }
  CHECK(get(server->port(), "/api/v1/report?period=2026").starts_with("HTTP/1.1 503 "));
  CHECK(test::body(get(server->port(), "/metrics")) == exposition());
  // Its answer ends before the next request of the same peer begins, and so does its place.
  CHECK(test::body(slow.front().answer()).size() == 8 * 1024 * 1024);
  slow.front().send(ask_for_report);
  CHECK(test::body(slow.front().answer()) == "report of 2026");
}

TEST_CASE("requests behind a report on one connection are answered in their order") {
  HeldReport report;
  const auto server = started(report);
  Client client(server->port());
  client.send("GET /api/v1/report?period=2026 HTTP/1.1\r\nHost: x\r\n\r\n" + scrape);
  report.await_begin();
  report.release();
  CHECK(test::body(client.answer()) == "report");
  CHECK(test::body(client.answer()) == exposition());
}

TEST_CASE("a server stops while a report is made and others wait") {
  HeldReport report;
  auto server = started(report);
  Client first(server->port());
  first.send(ask_for_report);
  report.await_begin();
  Client second(server->port());
  second.send(ask_for_report);
  CHECK(test::body(get(server->port(), "/metrics")) == exposition());
  server->stop();
  server.reset();
  CHECK(first.closed());
  CHECK(second.closed());
}

TEST_CASE("many scrapers at once all get whole answers") {
  const auto server = started();
  std::vector<std::thread> scrapers;
  std::atomic<int> whole = 0;
  const auto expected = exposition();
  for (int i = 0; i < 16; ++i)
    scrapers.emplace_back([&] {
      Client client(server->port());
      for (int n = 0; n < 20; ++n) {
        client.send(scrape);
        whole += test::body(client.answer()) == expected;
      }
    });
  for (auto& scraper : scrapers) scraper.join();
  CHECK(whole == 16 * 20);
}

TEST_CASE("an address in use is an error that says what to do") {
  const auto server = started();
  const auto second = http::Server::start({"127.0.0.1", server->port()}, test::example_source());
  REQUIRE(second.has_error());
  CHECK(second.error().message.find("Address already in use") != std::string::npos);
  CHECK(second.error().message.find("--web.listen-address") != std::string::npos);
}

TEST_CASE("an address that is not of this machine is an error") {
  CHECK(http::Server::start({"192.0.2.1", 0}, test::example_source()).has_error());
}

TEST_CASE("a stopped server drops its connections and frees its port") {
  auto server = started();
  const auto port = server->port();
  Client client(port);
  client.send(scrape);
  client.answer();
  server->stop();
  server.reset();
  CHECK(client.closed());
  CHECK(http::Server::start({"127.0.0.1", port}, test::example_source()).has_value());
}

TEST_CASE("the server listens on IPv6") {
  const auto server = http::Server::start({"::1", 0}, test::example_source());
  if (server.has_error()) WARN("SKIPPED: no IPv6 here: " << server.error().message);
  if (server.has_value()) CHECK((*server)->port() != 0);
}

#include "runtime/name_lookup.h"

#include <netdb.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

namespace pue::runtime {
namespace {

namespace asio = boost::asio;

// Each may hang for the resolver's whole timeout; a few keep one dead name server from holding up
// the names that others know.
constexpr int most_workers = 8;

struct Job {
  std::string host;
  NameLookup::Found found;
};

NameLookup::Addresses resolve(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return {};
  NameLookup::Addresses addresses;
  for (const addrinfo* entry = list; entry; entry = entry->ai_next) {
    asio::ip::tcp::endpoint endpoint;
    std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
    addresses.push_back(endpoint.address());
  }
  freeaddrinfo(list);
  return addresses;
}

}  // namespace

struct NameLookup::Shared {
  asio::any_io_executor executor;
  std::mutex mutex;
  bool gone = false;
  int workers = 0;
  std::deque<Job> jobs;

  // Owned by the worker threads too: a thread inside getaddrinfo outlives the lookup.
  static void work(const std::shared_ptr<Shared>& shared) {
    std::unique_lock lock{shared->mutex};
    while (!shared->gone && !shared->jobs.empty()) {
      auto job = std::move(shared->jobs.front());
      shared->jobs.pop_front();
      lock.unlock();
      auto addresses = resolve(job.host);
      lock.lock();
      if (shared->gone) break;
      asio::post(shared->executor,
                 [found = std::move(job.found), list = std::move(addresses)] { found(list); });
    }
    --shared->workers;
  }
};

NameLookup::NameLookup(asio::any_io_executor executor) : shared_{std::make_shared<Shared>()} {
  shared_->executor = std::move(executor);
}

NameLookup::~NameLookup() {
  const std::lock_guard lock{shared_->mutex};
  shared_->gone = true;
  shared_->executor = {};
}

void NameLookup::ask(std::string host, Found found) {
  const std::lock_guard lock{shared_->mutex};
  shared_->jobs.push_back({std::move(host), std::move(found)});
  if (shared_->workers == most_workers) return;
  ++shared_->workers;
  std::thread{[shared = shared_] { Shared::work(shared); }}.detach();
}

}  // namespace pue::runtime

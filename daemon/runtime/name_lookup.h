// Host names to addresses in threads of its own, because getaddrinfo blocks for as long as the name
// servers like. A lookup that hangs delays neither the poll thread nor the end of the process.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pue::runtime {

class NameLookup {
 public:
  using Addresses = std::vector<boost::asio::ip::address>;
  using Found = std::function<void(Addresses)>;

  /// Answers are delivered on `executor`, none after this object is gone.
  explicit NameLookup(boost::asio::any_io_executor executor);
  ~NameLookup();
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

  /// `found` gets every address of the host, in the order of the resolver; none: the name is
  /// unknown or the name servers did not answer.
  void ask(std::string host, Found found);

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace pue::runtime

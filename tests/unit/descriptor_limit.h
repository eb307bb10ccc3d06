// The process's limit of open descriptors, changed for the length of a test.
#pragma once

#include <sys/resource.h>

#include <catch2/catch.hpp>

namespace pue::test {

class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t soft) {
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const rlimit changed{soft, before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &changed) == 0);
  }
  ~DescriptorLimit() { setrlimit(RLIMIT_NOFILE, &before_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

 private:
  rlimit before_{};
};

}  // namespace pue::test

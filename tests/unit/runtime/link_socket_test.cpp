#include "runtime/link_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <vector>

#include "base/limits.h"
#include "tests/unit/descriptor_limit.h"

using namespace pue;
using test::DescriptorLimit;

namespace {

/// Descriptors that are closed together.
struct Descriptors {
  Descriptors() = default;
  ~Descriptors() {
    for (const int one : all) close(one);
  }
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;
  std::vector<int> all;
};

void open_links_until_refused(Descriptors& links) {
  for (int one = 0; (one = runtime::open_link_socket(AF_INET)) >= 0;) links.all.push_back(one);
}

/// How many files can still be opened; they are closed again, as the sanitizers' own checks need
/// one.
std::size_t files_left() {
  Descriptors files;
  for (int one = 0; (one = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) files.all.push_back(one);
  return files.all.size();
}

}  // namespace

TEST_CASE("links leave the last descriptors to everything else") {
  const DescriptorLimit limit{200};
  Descriptors links;
  open_links_until_refused(links);
  CHECK(links.all.size() > 50);
  CHECK(files_left() == limits::reserved_descriptors);
}

TEST_CASE("a raised limit gives links their descriptors") {
  const DescriptorLimit raised{300};
  Descriptors links;
  {
    const DescriptorLimit few{200};
    open_links_until_refused(links);
  }
  const auto before = links.all.size();
  open_links_until_refused(links);
  CHECK(links.all.size() == before + 100);
}

TEST_CASE("links take high descriptors first and leave the low ones to serial lines") {
  const DescriptorLimit limit{1100};
  Descriptors links;
  links.all.push_back(runtime::open_link_socket(AF_INET));
  CHECK(links.all.front() == 1024);
  open_links_until_refused(links);
  CHECK(files_left() == limits::reserved_descriptors);
}

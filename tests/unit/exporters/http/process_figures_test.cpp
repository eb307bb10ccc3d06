#include "exporters/http/process_figures.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>

using pue::http::read_process_figures;

TEST_CASE("a descriptor that is opened is counted") {
  const auto before = read_process_figures();
  const int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const auto after = read_process_figures();
  close(descriptor);
  REQUIRE(before.open_descriptors.has_value());
  CHECK(*after.open_descriptors == *before.open_descriptors + 1);
}

TEST_CASE("memory, time and start of a living process are known") {
  const auto figures = read_process_figures();
  CHECK(figures.resident_bytes.value() > 100'000);
  CHECK(figures.cpu_seconds.value() >= 0);
  // Any machine that runs this booted after 2020-01-01 (1'577'836'800 s).
  CHECK(figures.started.value().time_since_epoch() > std::chrono::seconds{1'577'836'800});
}

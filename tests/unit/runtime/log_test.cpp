#include "runtime/log.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>

using namespace pue::runtime;

namespace {

/// Takes what goes to stderr while it lives.
class CapturedErrors {
 public:
  CapturedErrors() : logger_(spdlog::default_logger()), file_(std::tmpfile()) {
    std::fflush(stderr);
    saved_ = dup(STDERR_FILENO);
    dup2(fileno(file_), STDERR_FILENO);
  }
  ~CapturedErrors() {
    restore();
    std::fclose(file_);
    spdlog::set_default_logger(logger_);
  }
  std::string text() {
    restore();
    std::rewind(file_);
    std::string text(4096, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file_));
    return text;
  }

 private:
  void restore() {
    if (saved_ < 0) return;
    std::fflush(stderr);
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    saved_ = -1;
  }

  std::shared_ptr<spdlog::logger> logger_;
  std::FILE* file_;
  int saved_ = -1;
};

std::string logged(const std::string& level, const std::string& format) {
  CapturedErrors captured;
  REQUIRE(set_up_log(level, format).has_value());
  spdlog::debug("hidden");
  spdlog::info("say \"a\\b\"\nnext");
  return captured.text();
}

}  // namespace

TEST_CASE("one event is one line, whatever its text holds") {
  const auto line = logged("info", "logfmt");
  CHECK_THAT(line, Catch::StartsWith("ts=20"));
  CHECK_THAT(line, Catch::EndsWith("Z level=info msg=\"say \\\"a\\\\b\\\"\\u000anext\"\n"));
}

TEST_CASE("the same event as JSON") {
  const auto line = logged("info", "json");
  CHECK_THAT(line, Catch::StartsWith("{\"ts\":\"20"));
  CHECK_THAT(
      line, Catch::EndsWith("Z\",\"level\":\"info\",\"msg\":\"say \\\"a\\\\b\\\"\\u000anext\"}\n"));
}

TEST_CASE("the level chosen is the least that is written") {
  CHECK_THAT(logged("debug", "logfmt"), Catch::Contains("level=debug msg=\"hidden\""));
  CHECK(logged("warn", "logfmt").empty());
}

TEST_CASE("an unknown level or format is refused with what is allowed") {
  CHECK(set_up_log("verbose", "logfmt").error().message ==
        "--log.level=verbose: expected debug, info, warn or error");
  CHECK(set_up_log("info", "xml").error().message == "--log.format=xml: expected logfmt or json");
}

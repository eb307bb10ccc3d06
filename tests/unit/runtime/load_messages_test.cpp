#include "runtime/load_messages.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "../store/fixture.h"

using namespace pue;
using config::Language;

namespace {

/// A folder with messages of its own beside the configuration.
struct OwnMessages {
  ledger::TemporaryDirectory folder;
  OwnMessages(const std::string& en, const std::string& zh) {
    std::filesystem::create_directory(folder.file("messages"));
    std::ofstream(folder.file("messages/en.yaml")) << en;
    std::ofstream(folder.file("messages/zh.yaml")) << zh;
  }
  Result<config::Catalogue> load() const { return runtime::load_messages(folder.file("p.yaml")); }
};

}  // namespace

TEST_CASE("messages beside the configuration replace those that came with the program") {
  const auto catalogue = OwnMessages("greeting: hello\n", "greeting: 你好\n").load();
  REQUIRE(catalogue.has_value());
  CHECK(catalogue->in(Language::en).text("greeting") == "hello");
  CHECK(catalogue->in(Language::zh).text("greeting") == "你好");
}

TEST_CASE("without messages of its own a configuration takes those of the program") {
  const ledger::TemporaryDirectory empty;
  const auto catalogue = runtime::load_messages(empty.file("p.yaml"));
  REQUIRE(catalogue.has_value());
  CHECK(catalogue->in(Language::en).text("reason.implausible") == "implausible value");
}

TEST_CASE("a message that is no text is refused at its place") {
  const OwnMessages wrong("greeting: hello\n", "a: b\nc: [1]\n");
  CHECK_THAT(wrong.load().error().message, Catch::Contains("messages/zh.yaml:2:"));
}

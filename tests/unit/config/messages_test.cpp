#include "config/messages.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

using namespace pue::config;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  REQUIRE(file.is_open());
  return {std::istreambuf_iterator<char>(file), {}};
}

Messages catalogue(Language language) {
  const auto file =
      std::string(PUE_SOURCE_DIR "/config/messages/") + std::string(name(language)) + ".yaml";
  auto messages = Messages::parse(file, read(file));
  INFO((messages.has_error() ? messages.error().message : ""));
  REQUIRE(messages.has_value());
  return *messages;
}

Messages parsed(const std::string& text) { return Messages::parse("m.yaml", text).value(); }

std::string refusal(const std::string& text) {
  const auto messages = Messages::parse("m.yaml", text);
  return messages.has_error() ? messages.error().message : "accepted";
}

}  // namespace

TEST_CASE("a message is its text with the arguments in their places") {
  const auto messages = parsed("age: \"{seconds} s, {meter}, {seconds}\"\nplain: none\n");
  CHECK(messages.text("age", {{"seconds", "5"}, {"meter", "ups-{a}"}}) == "5 s, ups-{a}, 5");
  CHECK(messages.text("plain") == "none");
}

TEST_CASE("a Prometheus template is copied as it is") {
  const auto messages = parsed("a: \"Meter {{ $labels.meter }} for {hold}\"\n");
  CHECK(messages.text("a", {{"hold", "2m"}}) == "Meter {{ $labels.meter }} for 2m");
  CHECK(messages.placeholders("a") == std::set<std::string>{"hold", "{{ $labels.meter }}"});
}

TEST_CASE("an unknown key or a missing argument is a bug") {
  const auto messages = parsed("a: \"{x}\"\n");
  CHECK_THROWS_AS(messages.text("b"), std::logic_error);
  CHECK_THROWS_AS(messages.text("a"), std::logic_error);
}

TEST_CASE("a catalogue that is not a flat mapping is refused with its place") {
  CHECK(refusal("a: x\nb: [1]\n").starts_with("m.yaml:2:4: a list"));
  CHECK(refusal("a: x\na: y\n").starts_with("m.yaml:2:1: \"a\" a second time"));
  CHECK(refusal("a:\n  b: c\n").starts_with("m.yaml:2:3: a nested mapping"));
  CHECK(refusal("a: &x y\nb: *x\n").starts_with("m.yaml:1:4: an anchor"));
  CHECK(refusal("a: !!str y\n").starts_with("m.yaml:1:4: a tag"));
  CHECK(refusal("a:\n").find("a key without a text") != std::string::npos);
  CHECK(refusal("a: x\n---\nb: y\n") == "m.yaml: text after the mapping, remove it");
  CHECK(refusal("a: \"x").starts_with("m.yaml:1:"));
  CHECK(refusal(",") != "accepted");
}

TEST_CASE("a stray brace is refused") {
  CHECK(refusal("a: \"{x\"\n") != "accepted");
  CHECK(refusal("a: \"x}\"\n") != "accepted");
  CHECK(refusal("a: \"{X y}\"\n") != "accepted");
}

TEST_CASE("English and Chinese have the same keys with the same placeholders") {
  const auto en = catalogue(Language::en), zh = catalogue(Language::zh);
  CHECK(en.keys() == zh.keys());
  for (const auto& key : en.keys()) {
    INFO(key);
    REQUIRE(zh.has(key));
    CHECK(en.placeholders(key) == zh.placeholders(key));
  }
}

TEST_CASE("every key that the code uses is in the catalogue") {
  const auto keys = catalogue(Language::en).keys();
  const auto exists = [&](const std::string& used) {
    if (!used.ends_with('.')) return keys.contains(used);
    const auto next = keys.lower_bound(used);  // "role." + name(role): a key with this beginning
    return next != keys.end() && next->starts_with(used);
  };
  const std::regex use(R"re(\b(?:text|message)\(\s*"([a-z][A-Za-z0-9_]*\.[A-Za-z0-9_.]*)")re");
  for (const auto* folder : {"/daemon", "/exporters"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(PUE_SOURCE_DIR) + folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      const auto source = read(entry.path());
      for (std::sregex_iterator hit(source.begin(), source.end(), use), end; hit != end; ++hit) {
        INFO(entry.path().string() << ": " << (*hit)[1].str());
        CHECK(exists((*hit)[1].str()));
      }
    }
}

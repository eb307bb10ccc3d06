#include "config/messages.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "engine/snapshot.h"

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
  CHECK(refusal("a: x\nb: [1]\n").starts_with("m.yaml:2:4: not a text"));
  CHECK(refusal("a: x\na: y\n").starts_with("m.yaml:2:1: "));
  CHECK(refusal("a:\n  b: c\n").starts_with("m.yaml:2:3: not a text"));
  CHECK(refusal("a: &x y\nb: *x\n").starts_with("m.yaml:1:4: "));
  CHECK(refusal("a: !!str y\n").starts_with("m.yaml:1:4: "));
  CHECK(refusal("a:\nb: x\n").starts_with("m.yaml:"));
  CHECK(refusal("a: x\n---\nb: y\n").starts_with("m.yaml:2:1: "));
  CHECK(refusal("just a text").starts_with("m.yaml:1:1: not a mapping"));
  CHECK(refusal("a: \"x").starts_with("m.yaml:1:"));
  CHECK(refusal(",") != "accepted");
  CHECK(refusal("") != "accepted");
}

TEST_CASE("a stray brace is refused") {
  CHECK(refusal("a: \"{x\"\n").starts_with("m.yaml:1:4: stray brace"));
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

TEST_CASE("every name that the page can show has its text") {
  using namespace pue;
  const auto messages = catalogue(Language::en);
  const auto check = [&](const std::string& key) {
    INFO(key);
    CHECK(messages.has(key));
  };
  for (int i = 0; i < static_cast<int>(site::role_count); ++i)
    check("role." + std::string(site::name(static_cast<site::Role>(i))));
  for (int i = 0; i < static_cast<int>(site::subsystem_count); ++i)
    check("subsystem." + std::string(site::name(static_cast<site::Subsystem>(i))));
  for (int i = 0; i <= static_cast<int>(energy::Quality::missing); ++i)
    check("quality." + std::string(energy::name(static_cast<energy::Quality>(i))));
  for (const auto window : kpi::windows) check("window." + std::string(kpi::name(window)));
  for (int i = 0; i <= static_cast<int>(kpi::Insufficient::no_it); ++i)
    check("insufficient." + std::string(kpi::name(static_cast<kpi::Insufficient>(i))));
  for (const auto verdict : kpi::verdicts) check("verdict." + std::string(kpi::name(verdict)));
  for (int i = 0; i <= static_cast<int>(kpi::Grade::not_applicable); ++i)
    check("grade." + std::string(kpi::name(static_cast<kpi::Grade>(i))));
  for (int i = 0; i <= static_cast<int>(kpi::TargetAnswer::other_method); ++i)
    check("target." + std::string(kpi::name(static_cast<kpi::TargetAnswer>(i))));
  for (int i = 0; i <= static_cast<int>(kpi::ShareMethod::attributes); ++i)
    check("method." + std::string(kpi::name(static_cast<kpi::ShareMethod>(i))));
  for (int i = 0; i < static_cast<int>(engine::change_count); ++i)
    check("page.change." + std::string(engine::name(static_cast<engine::ChangeOf>(i))));
  for (int i = 0; i <= static_cast<int>(engine::LiveAbsence::it_load_low); ++i)
    check("absence." + std::string(engine::name(static_cast<engine::LiveAbsence>(i))));
}

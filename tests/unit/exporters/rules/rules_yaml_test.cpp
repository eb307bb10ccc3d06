#include "exporters/rules/rules_yaml.h"

#include "example.h"

using namespace pue;
using namespace pue::rules;
using namespace std::chrono_literals;

namespace {

std::string written(const config::Configuration& configuration,
                    config::Language language = config::Language::en) {
  return rules_yaml(configuration, example::messages(language));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a delay of the configuration becomes the rule's for") {
  auto configuration = example::configuration();
  configuration.alerts.meter_down.hold = 90s;
  CHECK(has(written(configuration), "        for: 1m30s\n"));
}

TEST_CASE("an apostrophe in a text does not end its scalar") {
  const auto text = written(example::configuration());
  CHECK(has(text, "that day''s overhead"));
}

TEST_CASE("the texts follow the language, the expressions do not") {
  const auto text = written(example::configuration(), config::Language::zh);
  CHECK(has(text, "summary: 'horinger-a：pued 没有提供指标'"));
  CHECK(has(text, R"(absent(pue_config_last_reload_successful{site="horinger-a"}))"));
}

TEST_CASE("the name of a site is data: it selects and heads, and changes nothing else") {
  auto configuration = example::configuration();
  configuration.engine.site.facts.name = "b";
  const auto text = written(configuration);
  CHECK(has(text, "- name: 'pued-b-alerts'"));
  CHECK_FALSE(has(text, "horinger"));
}

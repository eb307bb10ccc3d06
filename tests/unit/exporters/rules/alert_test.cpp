#include "exporters/rules/alert.h"

#include <filesystem>
#include <regex>
#include <set>

#include "example.h"

using namespace pue;
using namespace pue::rules;

namespace {

std::set<std::string> names() {
  std::set<std::string> result;
  for (const auto& alert : alerts(example::configuration())) result.insert(alert.name);
  return result;
}

}  // namespace

TEST_CASE("every alert has its runbook and every runbook its alert") {
  std::set<std::string> runbooks;
  for (const auto& entry : std::filesystem::directory_iterator(PUE_SOURCE_DIR "/docs/runbooks"))
    if (entry.path().stem() != "README") runbooks.insert(entry.path().stem().string());
  CHECK(runbooks == names());
}

TEST_CASE("a runbook says what the alert means, what it harms, how to look and what to do") {
  for (const auto& name : names()) {
    const auto text = example::read("docs/runbooks/" + name + ".md");
    INFO(name);
    CHECK(text.starts_with("# " + name + "\n"));
    for (const auto* part : {"Meaning", "Impact", "Diagnosis", "Mitigation"})
      CHECK(text.find(std::string("\n## ") + part + "\n") != std::string::npos);
  }
}

TEST_CASE("every alert has a summary and a description, and the catalogue has no others") {
  std::set<std::string> expected;
  for (const auto& name : names())
    for (const auto* part : {".summary", ".description"}) expected.insert("alert." + name + part);
  for (const auto language : {config::Language::en, config::Language::zh}) {
    std::set<std::string> found;
    for (const auto& key : example::messages(language).keys())
      if (key.starts_with("alert.")) found.insert(key);
    CHECK(found == expected);
  }
}

TEST_CASE("every selector in an expression is bound to the site") {
  // A metric name that no brace follows would take in all sites of a Prometheus.
  const std::regex unbound(R"(pue_[a-z_]+(?![a-z_]|\{site="horinger-a"))");
  for (const auto& alert : alerts(example::configuration())) {
    INFO(alert.name << ": " << alert.expression);
    CHECK_FALSE(std::regex_search(alert.expression, unbound));
  }
}

TEST_CASE("no alert averages a ratio or judges a renewable share") {
  for (const auto& alert : alerts(example::configuration())) {
    CHECK(alert.expression.find("avg_over_time") == std::string::npos);
    CHECK(alert.expression.find("renewable") == std::string::npos);
  }
}

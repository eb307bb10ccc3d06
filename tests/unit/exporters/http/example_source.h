// A Source over the exporters' example view, and what a test may change of it.
#pragma once

#include "exporters/http/source.h"
#include "tests/unit/exporters/example_view.h"

namespace pue::test {

inline http::Source example_source() {
  http::Source source;
  source.view = [view = std::make_shared<const View>(example_view())] { return view; };
  source.page = [](const View& view, config::Language language) {
    return "<h1>" + view.snapshot.site + " " + std::string(name(language)) + "</h1>";
  };
  source.explain = [](const View&, const api::Question& question, config::Language language) {
    return "<h1>" + question.figure.text() + " " + std::string(name(language)) + "</h1>";
  };
  source.style = [] { return "h1{}"; };
  source.ledger.report = [](const http::Query& query, const std::stop_token&) -> http::Outcome {
    return http::Document{"text/html; charset=utf-8", "report of " + *query.value("period")};
  };
  return source;
}

}  // namespace pue::test

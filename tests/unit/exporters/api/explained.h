// What `/api/v1/explain` answers, read back, for the tests of its parts.
#pragma once

#include <boost/json/parse.hpp>
#include <string_view>

#include "exporters/api/envelope.h"
#include "exporters/api/explain.h"

namespace pue::test {

inline boost::json::value explained(const View& view, std::string_view figure,
                                    std::string_view window) {
  const api::Question question{api::figure_from_name(figure).value(),
                               api::window_from_name(window).value()};
  return boost::json::parse(api::to_text(api::explain(view, question)));
}

}  // namespace pue::test

#include "exporters/http/response.h"

#include <catch2/catch.hpp>

using namespace pue::http;

TEST_CASE("text of some length is worth compressing, a zip file is not") {
  const std::string kilobyte(1024, 'x');
  CHECK(is_worth_compressing(document("text/csv; charset=utf-8", kilobyte)));
  CHECK(is_worth_compressing(document("application/json", kilobyte)));
  CHECK_FALSE(is_worth_compressing(document("application/json", kilobyte.substr(1))));
  CHECK_FALSE(is_worth_compressing(document("application/zip", kilobyte)));
}

TEST_CASE("an error has the status of its type unless it is given another") {
  CHECK(refusal(pue::api::ErrorType::forbidden, "x").status == 403);
  CHECK(refusal(pue::api::ErrorType::method_not_allowed, "x").status == 405);
  CHECK(refusal(pue::api::ErrorType::too_large, "x").status == 413);
  CHECK(refusal(431, pue::api::ErrorType::too_large, "x").status == 431);
}

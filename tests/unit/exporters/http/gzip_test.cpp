#include "exporters/http/gzip.h"

#include <catch2/catch.hpp>

#include "tests/unit/exporters/http/gunzip.h"

using namespace pue::http;
using pue::test::gunzip;

TEST_CASE("what is compressed reads back the same") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "pue_meter_up{meter=\"m" + std::to_string(i) + "\"} 1\n";
  const auto compressed = gzip(text);
  CHECK(compressed.size() < text.size() / 5);
  CHECK(gunzip(compressed) == text);
  CHECK(gunzip(gzip("")).empty());
}

TEST_CASE("gzip is wanted when it is named with a weight above zero") {
  CHECK(accepts_gzip("gzip"));
  CHECK(accepts_gzip("deflate, GZIP;q=0.5"));
  CHECK(accepts_gzip("br;q=1.0, *;q=0.1"));
  CHECK_FALSE(accepts_gzip(""));
  CHECK_FALSE(accepts_gzip("deflate, br"));
  CHECK_FALSE(accepts_gzip("gzip;q=0"));
  CHECK_FALSE(accepts_gzip("*, gzip; q=0.000"));
  CHECK_FALSE(accepts_gzip("xgzip"));
  CHECK_FALSE(accepts_gzip(", ;;, q=1"));
}

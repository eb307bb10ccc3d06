#include "exporters/http/query.h"

#include <catch2/catch.hpp>

using pue::http::Query;

TEST_CASE("a parameter has the first value of its name") {
  const Query query("a=1&b=x=y&a=2&c&=3&&d=");
  CHECK(query.value("a") == "1");
  CHECK(query.value("b") == "x=y");
  CHECK(query.value("c") == "");
  CHECK(query.value("d") == "");
  CHECK(query.value("") == "3");
  CHECK_FALSE(query.value("e"));
  CHECK(query.parameters().size() == 6);
  CHECK(Query("").parameters().empty());
}

TEST_CASE("printable characters may come encoded, in names too") {
  CHECK(Query("figure=source_energy%3Agrid").value("figure") == "source_energy:grid");
  CHECK(Query("from=2026-03-01T00:00:00%2b08%3a00").value("from") == "2026-03-01T00:00:00+08:00");
  CHECK(Query("%61=%26%3D").value("a") == "&=");
}

TEST_CASE("a plus is a plus, as in times with an offset") {
  CHECK(Query("from=2026-03-01T00:00:00+08:00").value("from") == "2026-03-01T00:00:00+08:00");
}

TEST_CASE("no value has bytes that are not printable ASCII") {
  CHECK(Query("a=%00%0a%7f%FF").value("a") == "%00%0a%7f%FF");
  CHECK(Query("a=\xff\n\x7f").value("a") == "%FF%0A%7F");
}

TEST_CASE("what is no encoded character stays as it is") {
  CHECK(Query("a=%").value("a") == "%");
  CHECK(Query("a=%4").value("a") == "%4");
  CHECK(Query("a=%4&b=1").value("b") == "1");
  CHECK(Query("a=%zz%-1% 1%+1").value("a") == "%zz%-1% 1%+1");
}

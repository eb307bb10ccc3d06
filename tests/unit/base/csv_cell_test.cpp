#include "base/csv_cell.h"

#include <catch2/catch.hpp>

using namespace pue;

TEST_CASE("a cell is quoted only where it must be, and is never a formula") {
  CHECK(csv_cell("grid") == "grid");
  CHECK(csv_cell("") == "");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("say \"no\"") == "\"say \"\"no\"\"\"");
  CHECK(csv_cell("two\nlines") == "\"two\nlines\"");
  CHECK(csv_cell("=1+1") == "'=1+1");
  CHECK(csv_cell("@sum") == "'@sum");
  CHECK(csv_cell("-a,b") == "\"'-a,b\"");
  CHECK(csv_cell("a=b") == "a=b");
}

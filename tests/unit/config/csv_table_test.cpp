#include "config/csv_table.h"

#include <catch2/catch.hpp>

#include "base/limits.h"

using namespace pue;
using namespace pue::config;

namespace {

using Texts = std::vector<std::string>;

Texts errors_of(const std::string& text) {
  const SourceText file{"f.csv", text};
  const auto rows = csv_rows(file, "a,b");
  Texts found;
  if (const auto* errors = std::get_if<LocatedErrors>(&rows)) {
    for (const auto& error : *errors) found.push_back(error.text());
  }
  return found;
}

}  // namespace

TEST_CASE("rows come with their line and fields, comments and empty lines are skipped") {
  const SourceText file{"f.csv", "# from the operator\n\na,b\r\n1,2\r\n\n#x,y\n3,"};
  const auto read = csv_rows(file, "a,b");
  const auto& rows = std::get<std::vector<CsvRow>>(read);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].line == 4);
  CHECK(rows[0].fields == std::vector<std::string_view>{"1", "2"});
  CHECK(rows[1].line == 7);
  CHECK(rows[1].fields == std::vector<std::string_view>{"3", ""});
}

TEST_CASE("an error stands at its field, columns in characters") {
  const SourceText file{"f.csv", "a,b\n绿证,2\n"};
  const auto read = csv_rows(file, "a,b");
  const auto& row = std::get<std::vector<CsvRow>>(read).at(0);
  CHECK(row.error(file, 0, "wrong").text() == "f.csv:2:1: wrong");
  CHECK(row.error(file, 1, "wrong").text() == "f.csv:2:4: wrong");
}

TEST_CASE("a file without its header, with other fields or odd characters is refused") {
  CHECK(errors_of("") == Texts{"f.csv:1:1: no header line \"a,b\""});
  CHECK(errors_of("# only\n") == Texts{"f.csv:1:1: no header line \"a,b\""});
  CHECK(errors_of("#\nb,a\n1,2\n") == Texts{"f.csv:2:1: no header line \"a,b\""});
  CHECK(errors_of("a,b\n1\n1,2\n1,2,3\n") ==
        Texts{"f.csv:2:1: 1 fields, expected 2: a,b", "f.csv:4:1: 3 fields, expected 2: a,b"});
  CHECK(errors_of("a,b\n1,\x01\n").size() == 1);
}

TEST_CASE("lines and errors are bounded") {
  const std::string fits(limits::csv_line_bytes - 2, 'x');
  CHECK(errors_of("a,b\n1," + fits + "\n").empty());
  CHECK(errors_of("a,b\n1," + fits + "x\n") == Texts{"f.csv:2:1: line too long"});
  std::string bad = "a,b\n";
  for (std::size_t i = 0; i < limits::config_errors + 50; ++i) bad += "1\n";
  CHECK(errors_of(bad).size() == limits::config_errors);
}

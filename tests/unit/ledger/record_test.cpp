#include "ledger/record.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;

TEST_CASE("an entry is its kind, its form, its time and its body") {
  // kind 3, form 1, 64 ns → folded 128 = 80 01
  const auto bytes = seal(RecordKind::interval, UtcTime{64ns}, "body");
  CHECK(bytes == "\x03\x01\x80\x01"s + "body");
  const auto opened = open_record(bytes);
  REQUIRE(opened.has_value());
  CHECK(opened->kind == RecordKind::interval);
  CHECK(opened->written_at == UtcTime{64ns});
  CHECK(opened->body == "body");
}

TEST_CASE("kinds have their numbers and names") {
  using K = RecordKind;
  for (const auto& [kind, number, text] :
       {std::tuple{K::inception, 1, "inception"}, std::tuple{K::configuration, 2, "configuration"},
        std::tuple{K::interval, 3, "interval"}, std::tuple{K::event, 4, "event"},
        std::tuple{K::figures, 5, "figures"}, std::tuple{K::correction, 6, "correction"},
        std::tuple{K::clock, 7, "clock"}, std::tuple{K::start, 8, "start"},
        std::tuple{K::stop, 9, "stop"}, std::tuple{K::import, 10, "import"},
        std::tuple{K::clock_state, 11, "clock_state"},
        std::tuple{K::detail_dropped, 12, "detail_dropped"}}) {
    CHECK(static_cast<int>(kind) == number);
    CHECK(name(kind) == text);
    CHECK(open_record(seal(kind, UtcTime{}, ""))->kind == kind);
  }
}

TEST_CASE("what is no entry is refused") {
  for (const char kind : {'\0', '\x0d', '\xff'})
    CHECK(open_record(std::string{kind} + "\x01\x00"s).has_error());
  CHECK(open_record("\x03\x02\x00"s).has_error());
  CHECK(open_record("\x03\x01"s).has_error());
  CHECK(open_record("").has_error());
}

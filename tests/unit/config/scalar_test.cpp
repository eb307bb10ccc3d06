#include "config/scalar.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::config;
using namespace std::chrono_literals;
using namespace std::chrono;

TEST_CASE("durations have a whole number and a unit") {
  CHECK(*parse_duration("40ms") == 40ms);
  CHECK(*parse_duration("5s") == 5s);
  CHECK(*parse_duration("15m") == 15min);
  CHECK(*parse_duration("1h") == 1h);
  CHECK(*parse_duration("366d") == 366 * 24h);
  CHECK(*parse_duration("0s") == 0s);
  for (const auto* text : {"", "5", "s", "-5s", "1.5h", "05s", "5 s", "5S", "5sec", "1h30m", "367d",
                           "99999999999999999999s"}) {
    INFO(text);
    CHECK(parse_duration(text).has_error());
  }
}

TEST_CASE("a duration is written in the largest unit that divides it") {
  CHECK(duration_text(15min) == "15m");
  CHECK(duration_text(90s) == "90s");
  CHECK(duration_text(48h) == "2d");
  CHECK(duration_text(40ms) == "40ms");
  CHECK(duration_text(0s) == "0s");
}

TEST_CASE("years are a whole number with y") {
  CHECK(*parse_years("10y") == 10);
  for (const auto* text : {"", "10", "y", "-1y", "1.5y", "010y", "10 y", "10Y", "3650d"}) {
    INFO(text);
    CHECK(parse_years(text).has_error());
  }
}

TEST_CASE("powers have a number and a unit in its right case") {
  CHECK(*parse_power("50W") == Watts{50});
  CHECK(*parse_power("800kW") == Watts{800'000});
  CHECK(*parse_power("1.5MW") == Watts{1'500'000});
  for (const auto* text : {"", "50", "50w", "50KW", "50mW", "1.MW", ".5MW", "1e3W", "kW", "05W"}) {
    INFO(text);
    CHECK(parse_power(text).has_error());
  }
}

TEST_CASE("dates are of the calendar") {
  CHECK(*parse_date("2024-02-29") == 2024y / February / 29);
  for (const auto* text : {"2023-02-29", "2024-13-01", "2024-5-1", "24-05-01", "2024-05-01x",
                           "2024/05/01", "1969-12-31", "2201-01-01", ""}) {
    INFO(text);
    CHECK(parse_date(text).has_error());
  }
}

TEST_CASE("numbers are decimal: no octal, no hexadecimal, no infinity") {
  CHECK(*parse_integer("0") == 0);
  CHECK(*parse_integer("-17") == -17);
  CHECK(*parse_integer("9223372036854775807") == 9223372036854775807);
  for (const auto* text :
       {"", "010", "0x10", "1e3", "1.0", "+1", " 1", "1 ", "1_000", "9223372036854775808"}) {
    INFO(text);
    CHECK(parse_integer(text).has_error());
  }
  CHECK(*parse_number("0.1") == 0.1);
  CHECK(*parse_number("-1e-3") == -0.001);
  for (const auto* text : {"", ".5", "5.", "01.5", "inf", ".inf", "nan", "1e", "1e400", "0x1p3"}) {
    INFO(text);
    CHECK(parse_number(text).has_error());
  }
}

TEST_CASE("millionths are exact") {
  CHECK(*parse_millionths("1.25") == 1'250'000);
  CHECK(*parse_millionths("1") == 1'000'000);
  CHECK(*parse_millionths("1.000001") == 1'000'001);
  for (const auto* text : {"", "1.", ".5", "1.0000001", "-1", "1e0", "01.2", "1.2.3"}) {
    INFO(text);
    CHECK(parse_millionths(text).has_error());
  }
}

TEST_CASE("bit patterns are hexadecimal") {
  CHECK(*parse_bit_pattern("0xFFFF") == 0xFFFF);
  CHECK(*parse_bit_pattern("0x8000000000000000") == 0x8000000000000000U);
  for (const auto* text : {"", "0x", "FFFF", "65535", "0x10000000000000000", "0xG", "0x-1"}) {
    INFO(text);
    CHECK(parse_bit_pattern(text).has_error());
  }
}

TEST_CASE("only true and false are booleans") {
  CHECK(*parse_boolean("true"));
  CHECK_FALSE(*parse_boolean("false"));
  for (const auto* text : {"yes", "no", "on", "off", "True", "1", ""}) {
    INFO(text);
    CHECK(parse_boolean(text).has_error());
  }
}

TEST_CASE("a name starts with a letter and has at most 63 characters") {
  CHECK(is_name("a"));
  CHECK(is_name("ups-a_1.out"));
  CHECK(is_name(std::string(63, 'a')));
  CHECK_FALSE(is_name(std::string(64, 'a')));
  for (const auto* text : {"", "1a", "-a", "a b", "a/b", "ü"}) {
    INFO(text);
    CHECK_FALSE(is_name(text));
  }
}

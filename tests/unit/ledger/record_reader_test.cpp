#include "ledger/record_reader.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace std::string_view_literals;

TEST_CASE("texts, times and periods come back") {
  std::string bytes;
  append_text(bytes, "信息 a");
  append_time(bytes, UtcTime{-1ns});
  append_period(bytes, {UtcTime{90s}, UtcTime{100s}}, UtcTime{100s});
  append_unsigned(bytes, 5);
  RecordReader reader(bytes);
  CHECK(reader.text(100) == "信息 a");
  CHECK(reader.time() == UtcTime{-1ns});
  CHECK(reader.period(UtcTime{100s}) == Period{UtcTime{90s}, UtcTime{100s}});
  CHECK(reader.size() == Joules{5});
  CHECK_FALSE(reader.finish());
}

TEST_CASE("the first error stays, and everything after it reads as 0") {
  const auto bytes = "\x05"s + "abc";
  RecordReader reader(bytes);
  CHECK(reader.text(100).empty());
  CHECK(reader.failed());
  CHECK(reader.number() == 0);
  CHECK(reader.byte() == 0);
  CHECK(reader.error()->message == "byte 1: the record ends too early");
}

TEST_CASE("what is too long, too large or left over is an error") {
  RecordReader text("\x05hello"sv);
  CHECK(text.text(4).empty());
  CHECK(text.failed());
  RecordReader size("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv);
  CHECK(size.size() == Joules{});
  CHECK(size.failed());
  RecordReader rest("\x01\x02"sv);
  CHECK(rest.number() == 1);
  REQUIRE(rest.finish());
  CHECK(rest.finish()->message == "byte 1: bytes after the end of the record");
  RecordReader late("\x02\xff\xff\xff\xff\xff\xff\xff\xff\x7f"sv);
  late.period(UtcTime{Duration::max()});
  CHECK(late.failed());
}

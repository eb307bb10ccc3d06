#include "config/utf8.h"

#include <catch2/catch.hpp>

using namespace pue::config;

namespace {
std::string verdict(std::string_view text) {
  const auto bad = first_bad_character(text);
  if (!bad) return "good";
  return std::to_string(bad->line) + ":" + std::to_string(bad->column) + " " + bad->message;
}
const std::string not_utf8 = " not UTF-8 here; save the file as UTF-8";
}  // namespace

TEST_CASE("text of all lengths of UTF-8 is good") {
  CHECK(verdict("a\t\r\n") == "good");
  CHECK(verdict("é 和 🙂") == "good");
  CHECK(verdict("\xF4\x8F\xBF\xBF") == "good");  // U+10FFFF, the last one
}

TEST_CASE("what RFC 3629 forbids is found with its place in characters") {
  CHECK(verdict("和\n和\x80") == "2:2" + not_utf8);        // a continuation alone
  CHECK(verdict("\xC0\xAF") == "1:1" + not_utf8);          // overlong "/"
  CHECK(verdict("\xE0\x80\xAF") == "1:1" + not_utf8);      // overlong, three bytes
  CHECK(verdict("\xED\xA0\x80") == "1:1" + not_utf8);      // surrogate U+D800
  CHECK(verdict("\xF4\x90\x80\x80") == "1:1" + not_utf8);  // beyond U+10FFFF
  CHECK(verdict("ab\xE5\x92") == "1:3" + not_utf8);        // cut off
}

TEST_CASE("control characters and marks that hide text are found") {
  CHECK(verdict("a\x1b[31m") == "1:2 character U+001B is not allowed; remove it");
  CHECK(verdict("\xEF\xBB\xBFx") == "1:1 character U+FEFF is not allowed; remove it");
  CHECK(verdict("x\xE2\x80\xAEy") == "1:2 character U+202E is not allowed; remove it");
}

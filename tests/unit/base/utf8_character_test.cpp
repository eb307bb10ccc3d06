#include "base/utf8_character.h"

#include <catch2/catch.hpp>

using namespace pue;

TEST_CASE("the first character of a text is found with its length") {
  CHECK(first_character("ab").code == 'a');
  CHECK(first_character("ab").length == 1);
  CHECK(first_character("\xC2\xA0x").code == 0xA0);
  CHECK(first_character("—x").code == 0x2014);
  CHECK(first_character("—x").length == 3);
  CHECK(first_character("\xF4\x8F\xBF\xBF").code == 0x10FFFF);
  CHECK(first_character("\xF4\x8F\xBF\xBF").length == 4);
}

TEST_CASE("what RFC 3629 forbids is no character") {
  CHECK(first_character("\x80").length == 0);              // a continuation alone
  CHECK(first_character("\xC0\xAF").length == 0);          // overlong "/"
  CHECK(first_character("\xE0\x80\xAF").length == 0);      // overlong, three bytes
  CHECK(first_character("\xED\xA0\x80").length == 0);      // surrogate U+D800
  CHECK(first_character("\xF4\x90\x80\x80").length == 0);  // beyond U+10FFFF
  CHECK(first_character("\xE5\x92").length == 0);          // cut off
}

#include "ledger/base64.h"

#include <catch2/catch.hpp>

using namespace pue::ledger;
using namespace std::string_literals;

namespace {
std::string refusal(std::string_view text) {
  const auto bytes = from_base64(text);
  return bytes ? "accepted" : bytes.error().message;
}
}  // namespace

TEST_CASE("the examples of RFC 4648, section 10, are written and read") {
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : examples) {
    CHECK(to_base64(bytes) == text);
    CHECK(*from_base64(text) == bytes);
  }
}

TEST_CASE("all bytes come back") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  CHECK(*from_base64(to_base64(bytes)) == bytes);
  CHECK(to_base64("\xfb\xff\xbf") == "+/+/");  // 111110 111111 111110 111111
}

TEST_CASE("what is not the canonical text is refused with its place") {
  CHECK(refusal("Zm9") == "Base64 of 3 characters; expected a multiple of 4");
  CHECK(refusal("Zg=") == "Base64 of 3 characters; expected a multiple of 4");
  CHECK(refusal("Zm9-") == "character 4 is not of Base64's alphabet");
  CHECK(refusal("Zm9v\n") == "Base64 of 5 characters; expected a multiple of 4");
  CHECK(refusal("Z===") == "character 2 is not of Base64's alphabet");
  CHECK(refusal("Zg==Zg==") == "character 3 is not of Base64's alphabet");
  CHECK(refusal("Zh==") == "character 2 has bits beyond the last byte");  // h = 33 = 100001
  CHECK(refusal("Zm9=") == "character 3 has bits beyond the last byte");  // 9 = 61 = 111101
  CHECK(refusal("Zm8\0"s) == "character 4 is not of Base64's alphabet");
}

#include "ledger/sha256.h"

#include <catch2/catch.hpp>

using namespace pue::ledger;

TEST_CASE("the examples of FIPS 180-4 have their published hashes") {
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("parts hash as the text that they make together") {
  CHECK(sha256({"a", "", "bc"}) == sha256("abc"));
  CHECK(sha256({"ab", "c"}) == sha256("abc"));
  CHECK(sha256({}) == sha256(""));
}

TEST_CASE("a zero byte is part of what is hashed") {
  using namespace std::string_view_literals;
  CHECK(sha256("a\0b"sv) != sha256("a"sv));
  CHECK(sha256("a\0b"sv) == sha256({"a"sv, "\0b"sv}));
}

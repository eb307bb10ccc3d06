#include "ledger/verifier_key.h"

#include <catch2/catch.hpp>

#include "merkle_reference.h"

using namespace pue::ledger;
using reference::hash_from_hex;

namespace {

/// The key of the tests of Go's package sumdb/note, which is where the format comes from.
const std::string go_text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const VerifierKey go_key{
    "PeterNeumann",
    hash_from_hex("1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6")};

/// The name is ours, the public key that of RFC 8032's first test. The key id was worked out with
/// another program: (printf 'pue.example/site-1\n\001'; echo d75a980182b10ab7d54bfed3c964073a
/// 0ee172f3daa62325af021a68f707511a | xxd -r -p) | sha256sum | cut -c 1-8
const std::string our_text =
    "pue.example/site-1+d0cd5c8b+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
const VerifierKey our_key{
    "pue.example/site-1",
    hash_from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")};

std::string refusal(std::string_view text) {
  const auto key = parse_verifier_key(text);
  return key ? "accepted" : key.error().message;
}

}  // namespace

TEST_CASE("a key has the id and the text that other programs give it") {
  CHECK(to_hex(key_id(go_key)) == "c74f20a3");
  CHECK(to_text(go_key) == go_text);
  CHECK(to_hex(key_id(our_key)) == "d0cd5c8b");
  CHECK(to_text(our_key) == our_text);
}

TEST_CASE("a key is read from its text, also with a plus sign in its Base64") {
  CHECK(*parse_verifier_key(go_text) == go_key);
  CHECK(*parse_verifier_key(our_text) == our_key);
}

TEST_CASE("no part and no changed character of a key's text is a key") {
  for (std::size_t begin = 0; begin < go_text.size(); ++begin)
    for (std::size_t size = 0; size <= go_text.size() - begin; ++size)
      if (size != go_text.size())
        REQUIRE(parse_verifier_key(go_text.substr(begin, size)).has_error());
  for (std::size_t i = 0; i < go_text.size(); ++i) {
    auto changed = go_text;
    ++changed[i];
    REQUIRE(parse_verifier_key(changed).has_error());
  }
}

TEST_CASE("an error names the part of the key that is wrong") {
  CHECK(refusal("PeterNeumann") == "expected a verifier key, <name>+<key id>+<public key>");
  CHECK(refusal("+c74f20a3+AA==") == "a key name must not be empty");
  CHECK(refusal("Peter Neumann+c74f20a3+AA==") ==
        "a key name must not contain U+0020: no spaces, no \"+\"");
  CHECK(refusal("PeterNeumann+c74f20a3+AR") ==
        "public key: Base64 of 2 characters; expected a multiple of 4");
  CHECK(refusal("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW") ==
        "key id: expected c74f20a3 for this name and public key");
  CHECK(refusal("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW") ==
        "key id: expected c74f20a3 for this name and public key");
}

TEST_CASE("a key of another kind or length is refused although its id fits") {
  const std::string expected = "public key: expected Base64 of the byte 1 (Ed25519) and 32 bytes";
  // Both from the tests of Go's package.
  CHECK(refusal("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW") == expected);
  CHECK(refusal("PeterNeumann+cc469956+"
                "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==") != "accepted");
  CHECK(refusal("PeterNeumann+cc469956+AQ==") == expected);
}

TEST_CASE("a key name has no spaces of any script, no plus sign and no control characters") {
  CHECK(check_key_name("example.com/log42").has_value());
  CHECK(check_key_name("数据中心.example").has_value());
  for (const std::string_view name : {"", "a b", "a+b", "a\nb", "a\x7f", "a\xC2\x85", "a\xC2\xA0",
                                      "a\xE1\x9A\x80", "a\xE2\x80\x80", "a\xE2\x80\x8A",
                                      "a\xE2\x80\xA8", "a\xE2\x80\xAF", "a\xE3\x80\x80", "a\xFF"})
    CHECK(check_key_name(name).has_error());
  CHECK(check_key_name(std::string_view("a\0", 2)).has_error());
}

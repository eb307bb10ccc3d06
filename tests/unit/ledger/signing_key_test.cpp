#include "ledger/signing_key.h"

#include <catch2/catch.hpp>

#include "merkle_reference.h"

using namespace pue::ledger;
using reference::from_hex;
using reference::hash_from_hex;  // 32 bytes, as seeds and public keys have

namespace {

/// RFC 8032, section 7.1, tests 1 to 3.
struct Example {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};
const Example examples[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
     "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}};

/// RFC 8410, section 10.3: the seed d4ee72db… as PEM.
const std::string pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";
constexpr auto pem_seed = "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842";
constexpr auto pem_public_key = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  return text.replace(text.find(what), what.size(), by);
}

}  // namespace

TEST_CASE("the examples of RFC 8032 have their public keys and signatures") {
  for (const auto& example : examples) {
    const auto key = SigningKey::from_seed(hash_from_hex(example.seed));
    CHECK(key.public_key() == hash_from_hex(example.public_key));
    const auto signature = key.sign(from_hex(example.message));
    CHECK(view_of(signature) == from_hex(example.signature));
    CHECK(is_signature(view_of(signature), key.public_key(), from_hex(example.message)));
  }
}

TEST_CASE("a signature is of one key, one text and one form") {
  const auto& example = examples[2];
  const auto key = hash_from_hex(example.public_key);
  const auto message = from_hex(example.message);
  const auto signature = from_hex(example.signature);
  REQUIRE(is_signature(signature, key, message));
  CHECK_FALSE(is_signature(signature, hash_from_hex(examples[1].public_key), message));
  CHECK_FALSE(is_signature(signature, key, message + "x"));
  CHECK_FALSE(is_signature(signature, key, ""));
  CHECK_FALSE(is_signature(signature.substr(0, 63), key, message));
  CHECK_FALSE(is_signature(signature + "x", key, message));
  CHECK_FALSE(is_signature("", key, message));
}

TEST_CASE("no flipped bit of a signature is taken for it") {
  const auto& example = examples[1];
  auto signature = from_hex(example.signature);
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    const auto flip = static_cast<char>(1 << (bit % 8));
    signature[bit / 8] = static_cast<char>(signature[bit / 8] ^ flip);
    REQUIRE_FALSE(
        is_signature(signature, hash_from_hex(example.public_key), from_hex(example.message)));
    signature[bit / 8] = static_cast<char>(signature[bit / 8] ^ flip);
  }
}

TEST_CASE("the private key of RFC 8410 is read from PEM and written to the same PEM") {
  const auto key = SigningKey::from_pem(pem);
  REQUIRE(key.has_value());
  CHECK(key->public_key() == hash_from_hex(pem_public_key));
  CHECK(key->to_pem() == pem);
  CHECK(SigningKey::from_seed(hash_from_hex(pem_seed)).to_pem() == pem);
}

TEST_CASE("line ends of another system, or none at the end, make no other key") {
  std::string with_cr = pem;
  for (auto at = with_cr.find('\n'); at != std::string::npos; at = with_cr.find('\n', at + 2))
    with_cr.insert(at, "\r");
  for (const auto& text : {with_cr, pem.substr(0, pem.size() - 1), pem + "\n"})
    CHECK(SigningKey::from_pem(text)->public_key() == hash_from_hex(pem_public_key));
}

TEST_CASE("what is no private key of Ed25519 is refused without repeating it") {
  const std::string expected =
      "expected the PEM of an Ed25519 private key, not encrypted; make one with: openssl genpkey "
      "-algorithm ed25519";
  const std::string others[] = {
      "", "-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----",
      replaced(replaced(pem, "PRIVATE", "ENCRYPTED PRIVATE"), "END PRIVATE",
               "END ENCRYPTED PRIVATE"),
      replaced(pem, "-----BEGIN", "----BEGIN"), replaced(pem, "END PRIVATE", "END PRIVATF"),
      // Three bytes too short, and too long
      replaced(pem, "dVhC", ""), replaced(pem, "dVhC", "dVhCAAAA"),
      // The object identifier of X25519, 1.3.101.110
      replaced(pem, "BQYDK2Vw", "BQYDK2Vu"), replaced(pem, "MC4", "M!4"),
      // A public key
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
      "-----END PUBLIC KEY-----\n"};
  for (const auto& text : others) {
    INFO(text);
    const auto key = SigningKey::from_pem(text);
    REQUIRE(key.has_error());
    CHECK(key.error().message == expected);
  }
}

TEST_CASE("wiped secrets are zero") {
  auto seed = hash_from_hex(pem_seed);
  wipe(seed);
  CHECK(seed == Seed{});
  auto text = pem;
  wipe(text);
  CHECK(text == std::string(pem.size(), '\0'));
}

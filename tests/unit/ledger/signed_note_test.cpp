#include "ledger/signed_note.h"

#include <catch2/catch.hpp>

#include "base/limits.h"
#include "merkle_reference.h"

using namespace pue;
using namespace pue::ledger;
using reference::hash_from_hex;

namespace {

// The note, the key and the signature of the tests of Go's package sumdb/note.
const std::string text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string line =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6K"
    "E6RyyBwJnAM=\n";
const std::string note = text + "\n" + line;
const auto verifier =
    *parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");

SigningKey peters_key() {
  return SigningKey::from_seed(
      hash_from_hex("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173"));
}

std::string replaced(std::string whole, std::string_view what, std::string_view by) {
  return whole.replace(whole.find(what), what.size(), by);
}

std::string refusal(std::string_view wrong) {
  const auto read = verify_note(wrong, verifier);
  return read ? "accepted" : read.error().message;
}

/// "— <name> <Base64>" with any key id and signature.
std::string line_of(std::string_view name, const std::string& base64) {
  return "— " + std::string(name) + " " + base64 + "\n";
}

constexpr auto not_of_text =
    "the signature by PeterNeumann does not belong to this text: text or signature was altered";
constexpr auto not_signed = "not signed by PeterNeumann with the key c74f20a3";

}  // namespace

TEST_CASE("a note that Go signed is verified, and is signed here with the same bytes") {
  CHECK(*verify_note(note, verifier) == text);
  CHECK(*sign_note(text, "PeterNeumann", peters_key()) == note);
}

TEST_CASE("a note is read without being verified") {
  const auto parsed = *parse_note(note + line_of("other", "AQIDBAU="));
  CHECK(parsed.text == text);
  REQUIRE(parsed.signatures.size() == 2);
  CHECK(parsed.signatures[0].key_name == "PeterNeumann");
  CHECK(parsed.signatures[0].id == KeyId{0xc7, 0x4f, 0x20, 0xa3});
  CHECK(parsed.signatures[0].signature.size() == 64);
  CHECK(parsed.signatures[1] == NoteSignature{"other", {1, 2, 3, 4}, "\x05"});
}

TEST_CASE("the last empty line ends the text") {
  const std::string verse = "one\n\n\ntwo\n\n";
  const auto signed_verse = *sign_note(verse, "PeterNeumann", peters_key());
  CHECK(*verify_note(signed_verse, verifier) == verse);
}

TEST_CASE("an altered text is refused") {
  CHECK(refusal(replaced(note, "answer", "Answer")) == not_of_text);
  CHECK(refusal(replaced(note, "is.\n", "is.\nMore.\n")) == not_of_text);
  CHECK(refusal(replaced(note, "is.\n", "is.\n\n")) == not_of_text);
}

TEST_CASE("an altered or shortened signature is refused") {
  CHECK(refusal(replaced(note, "6RyyBwJ", "6RyyBwK")) == not_of_text);
  CHECK(refusal(replaced(note, "JnAM=", "JnA==")) == not_of_text);  // 63 bytes
  CHECK(refusal(replaced(note, "JnAM=", "JnAMA")) == not_of_text);  // 65 bytes
  CHECK(refusal(replaced(note, "JnAM=", "JnAM")) ==
        "line 4: signature: Base64 of 91 characters; expected a multiple of 4");
}

TEST_CASE("lines of unknown keys are ignored, even with the same name or the same key id") {
  const auto same_name = line_of("PeterNeumann", "AQIDBAU=");
  // The key id c74f20a3 and one byte more.
  const auto same_id = line_of("Enoch", "x08gowU=");
  CHECK(*verify_note(text + "\n" + same_name + same_id + line, verifier) == text);
  CHECK(refusal(text + "\n" + same_name + same_id) == not_signed);
}

TEST_CASE("each line of the known key must be right") {
  CHECK(refusal(note + line) == "accepted");
  CHECK(refusal(note + line_of("PeterNeumann", "x08gowU=")) == not_of_text);
  CHECK(refusal(text + "\n" + line_of("PeterNeumann", "x08gowU=") + line) == not_of_text);
}

TEST_CASE("sixteen other signatures of five kilobytes are no obstacle") {
  const std::string long_signature(6664, 'A');  // Base64 of 4998 zero bytes
  auto many = text + "\n";
  for (int i = 0; i < 16; ++i) many += line_of("witness" + std::to_string(i), long_signature);
  CHECK(refusal(many + line) == "accepted");
}

TEST_CASE("a malformed note is refused with the line and what was expected there") {
  CHECK(refusal("") == "a note without an empty line between text and signatures");
  CHECK(refusal(text + line) == "a note without an empty line between text and signatures");
  CHECK(refusal(text + "\n") == "line 4: expected a signature");
  CHECK(refusal(note.substr(0, note.size() - 1)) ==
        "line 4: expected a line end after the signature");
  CHECK(refusal(note + "x\n") == "line 5: expected \"— <key name> <signature>\"");
  CHECK(refusal(replaced(note, "— ", "- ")) == "line 4: expected \"— <key name> <signature>\"");
  CHECK(refusal(note + "— name\n") == "line 5: expected \"— <key name> <signature>\"");
  CHECK(refusal(note + "—  AQIDBAU=\n") == "line 5: a key name must not be empty");
  CHECK(refusal(note + "— a+b AQIDBAU=\n") ==
        "line 5: a key name must not contain U+002B: no spaces, no \"+\"");
  CHECK(refusal(note + "— a b AQIDBAU=\n") ==
        "line 5: signature: Base64 of 10 characters; expected a multiple of 4");
  CHECK(refusal(note + "— a AQIDBA==\n") ==
        "line 5: signature: expected a key id of 4 bytes and a signature");
  CHECK(refusal(replaced(note, ",\n", ",\r\n")) == "line 1: control character U+000D");
  CHECK(refusal(replaced(note, "then", "\xFF")) == "line 2: not UTF-8");
}

TEST_CASE("a note beyond the limit is refused before anything is read") {
  const std::string longest(limits::note_bytes, 'x');
  CHECK(check_note_text(longest).has_value());
  CHECK(refusal(longest + "x") == "a note of 262145 bytes; at most 262144");
}

TEST_CASE("a text or a name that a note cannot have is not signed") {
  CHECK(sign_note("no line end", "name", peters_key()).error().message ==
        "the text of a note must end in a line end");
  CHECK(sign_note("", "name", peters_key()).has_error());
  CHECK(sign_note("tab\t\n", "name", peters_key()).error().message ==
        "line 1: control character U+0009");
  CHECK(sign_note("text\n", "a name", peters_key()).has_error());
}

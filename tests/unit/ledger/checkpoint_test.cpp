#include "ledger/checkpoint.h"

#include <catch2/catch.hpp>

#include "base/rfc3339.h"
#include "ledger/signed_note.h"
#include "merkle_reference.h"

using namespace pue;
using namespace pue::ledger;
using reference::hash_from_hex;

namespace {

/// RFC 8032's first test; its key id under this name: see verifier_key_test.cpp.
SigningKey key() {
  return SigningKey::from_seed(
      hash_from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
}
const auto verifier =
    *parse_verifier_key("pue.example/site-1+d0cd5c8b+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea");

const Checkpoint checkpoint{"pue.example/site-1",
                            {8, hash_from_hex(reference::transparency_roots[8])},
                            {"time 2026-11-26T18:00:00Z"}};

// The root in Base64, and the signature, by another program (Python).
const std::string body =
    "pue.example/site-1\n"
    "8\n"
    "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    "time 2026-11-26T18:00:00Z\n";
const std::string note =
    body +
    "\n"
    "— pue.example/site-1 "
    "0M1cixWXDL7LxiYkeEi1qIFFdonEXYsWjgo3XoNOY/LWrWpaqUVBskbn6+13bak784z3f/ljVt"
    "zBWdaseF6aiwgy3gI=\n";

std::string replaced(std::string whole, std::string_view what, std::string_view by) {
  return whole.replace(whole.find(what), what.size(), by);
}

std::string refusal(std::string_view text) {
  const auto read = parse_checkpoint(text);
  return read ? "accepted" : read.error().message;
}

}  // namespace

TEST_CASE("a checkpoint is written and read as the specification says") {
  CHECK(*to_text(checkpoint) == body);
  CHECK(*parse_checkpoint(body) == checkpoint);
}

TEST_CASE("the example of the specification is read") {
  const auto read = *parse_checkpoint(
      "example.com/behind-the-sofa\n"
      "20852163\n"
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
  CHECK(read.origin == "example.com/behind-the-sofa");
  CHECK(read.tree.size == 20852163);
  CHECK(to_hex(read.tree.root) ==
        "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
  CHECK(read.extensions.empty());
}

TEST_CASE("a signed checkpoint is the note that another program signs") {
  CHECK(*sign(checkpoint, key()) == note);
  CHECK(*verify(note, verifier) == checkpoint);
}

TEST_CASE("a checkpoint with one changed character is not believed") {
  for (std::size_t i = 0; i < note.size(); ++i) {
    auto changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    INFO("character " << i);
    REQUIRE(verify(changed, verifier).has_error());
  }
}

TEST_CASE("a checkpoint that is cut off anywhere is not believed") {
  for (std::size_t size = 0; size < note.size(); ++size) {
    INFO("after " << size << " bytes");
    REQUIRE(verify(note.substr(0, size), verifier).has_error());
  }
}

TEST_CASE("a checkpoint is believed from one key only") {
  const auto other = SigningKey::from_seed(Seed{1});
  CHECK(verify(*sign(checkpoint, other), verifier).error().message ==
        "not signed by pue.example/site-1 with the key d0cd5c8b");
  CHECK(verify(note, {verifier.name, other.public_key()}).has_error());
}

TEST_CASE("lines of witnesses are ignored") {
  CHECK(*verify(note + "— witness.example/w1 jWbPPwAAAABkGFDL\n", verifier) == checkpoint);
}

TEST_CASE("one ledger's checkpoint does not pass for another's that has the same key") {
  const auto of_site_2 = replaced(body, "site-1", "site-2");
  const auto misused = *sign_note(of_site_2, verifier.name, key());
  CHECK(verify(misused, verifier).error().message ==
        "line 1: a checkpoint of pue.example/site-2; expected pue.example/site-1, the key's name");
}

TEST_CASE("a signed note that is no checkpoint is refused with the line") {
  const auto no_checkpoint = *sign_note("pue.example/site-1\nseven\n", verifier.name, key());
  CHECK(verify(no_checkpoint, verifier).error().message ==
        "line 2: expected the number of records, decimal without leading zeros");
}

TEST_CASE("a malformed checkpoint is refused with the line and what was expected there") {
  const std::string size_expected =
      "line 2: expected the number of records, decimal without leading zeros";
  const std::string root_expected = "line 3: expected the root, 32 bytes in Base64";
  CHECK(refusal("") == "line 1: expected the origin");
  CHECK(refusal("\n8\n") == "line 1: expected no empty line");
  CHECK(refusal("origin\n") == "line 2: expected the number of records");
  for (const auto* size : {"08", "-1", "+8", "8 ", " 8", "0x8", "8.", "18446744073709551616"})
    CHECK(refusal(replaced(body, "\n8\n", "\n" + std::string(size) + "\n")) == size_expected);
  CHECK(refusal("origin\n8\n") == root_expected);
  CHECK(refusal(replaced(body, "Qyg=", "")) == root_expected);
  CHECK(refusal(replaced(body, "Qyg=", "Qyh=")) == root_expected);
  CHECK(refusal(replaced(body, "Qyg=", "Qygg")) == root_expected);  // 33 bytes
  CHECK(refusal(body + "\n") == "line 5: expected no empty line");
  CHECK(refusal(body.substr(0, body.size() - 1)) == "line 4: expected a line end after it");
  CHECK(refusal(replaced(body, "8\n", "8\r\n")) == "line 2: control character U+000D");
}

TEST_CASE("the smallest and the largest size come back") {
  for (const auto size : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    const Checkpoint bound{"origin", {size, hash_from_hex(reference::transparency_roots[0])}, {}};
    CHECK(*parse_checkpoint(*to_text(bound)) == bound);
  }
}

TEST_CASE("unknown extension lines are kept in their order") {
  const auto read = *parse_checkpoint(body + "anything at all\n— even this\n");
  CHECK(read.extensions ==
        std::vector<std::string>{"time 2026-11-26T18:00:00Z", "anything at all", "— even this"});
}

TEST_CASE("a checkpoint that could not be read again is not written") {
  const auto unwritable = [](std::string origin, std::vector<std::string> extensions) {
    return to_text({std::move(origin), {}, std::move(extensions)}).error().message;
  };
  CHECK(unwritable("", {}) == "the checkpoint cannot be written: line 1: expected no empty line");
  CHECK(unwritable("a", {""}) ==
        "the checkpoint cannot be written: line 4: expected no empty line");
  CHECK(unwritable("a", {"b\nc"}) ==
        "the checkpoint cannot be written: its origin or an extension has a line end");
  CHECK(unwritable("a\xFF", {}) == "the checkpoint cannot be written: line 1: not UTF-8");
}

TEST_CASE("an origin that is no key name is not signed") {
  CHECK(sign({"site one", {}, {}}, key()).error().message ==
        "a key name must not contain U+0020: no spaces, no \"+\"");
}

TEST_CASE("a checkpoint is dated by one line") {
  const auto six = *parse_rfc3339("2026-11-26T18:00:00Z");
  CHECK(time_line(six) == "time 2026-11-26T18:00:00Z");
  CHECK(*time_of(checkpoint) == six);
  CHECK(time_of({"origin", {}, {}}).has_error());
  CHECK(time_of({"origin", {}, {time_line(six), time_line(six)}}).has_error());
  CHECK(time_of({"origin", {}, {"time tomorrow"}}).has_error());
  CHECK(*time_of({"origin", {}, {"timetable", time_line(six)}}) == six);
}

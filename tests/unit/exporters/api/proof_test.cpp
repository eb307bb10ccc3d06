#include "exporters/api/proof.h"

#include <catch2/catch.hpp>

#include "exporters/api/envelope.h"

using namespace pue;

TEST_CASE("a proof carries the entry, its leaf hash and the path in Base64") {
  ledger::Hash sibling{};
  sibling.fill(1);
  // The leaf hash is SHA-256 of 00 61 62 63, its Base64 and that of 32 times 01 by coreutils:
  // printf '\0abc' | sha256sum | cut -c-64 | xxd -r -p | base64
  CHECK(api::to_text(api::proof({1, "abc", 2, {sibling}, "note\n"})) ==
        R"({"entry":1,"bytes":"YWJj",)"
        R"("leaf_hash":"YJ9uNtJAVYUYjVz9dh9AfHzEan0/MUyIJwRp3eMV/NE=",)"
        R"("tree_size":2,"path":["AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="],)"
        R"("checkpoint":"note\n"})");
}

#include "ledger/merkle_proof.h"

#include <catch2/catch.hpp>
#include <map>

#include "merkle_reference.h"

using namespace pue;
using namespace pue::ledger;

namespace {

/// A store of complete subtrees, as a ledger keeps it.
class Store {
 public:
  explicit Store(std::span<const std::string> records) {
    for (const auto& record : records) {
      for (const auto& made : frontier_.append(hash_leaf(record)))
        hashes_[{made.level, made.index}] = made.hash;
      heads_.push_back(frontier_.head());
    }
  }
  SubtreeHash subtree_hash() {
    return [this](int level, std::uint64_t index) -> Result<Hash> {
      const auto found = hashes_.find({level, index});
      if (found == hashes_.end()) return Error{"no such subtree"};
      return found->second;
    };
  }
  const TreeHead& head(std::uint64_t size) const { return heads_.at(size); }

 private:
  MerkleFrontier frontier_;
  std::map<std::pair<int, std::uint64_t>, Hash> hashes_;
  std::vector<TreeHead> heads_ = {MerkleFrontier().head()};
};

std::vector<std::string> hex_of(const MerkleProof& proof) {
  std::vector<std::string> digits;
  for (const auto& hash : proof) digits.push_back(to_hex(hash));
  return digits;
}

using Digits = std::vector<std::string>;

/// All that one flipped bit makes of a proof.
template <class Refused>
void flip_each_bit(MerkleProof proof, Refused refused) {
  for (auto& hash : proof) {
    for (std::size_t bit = 0; bit < 256; ++bit) {
      hash[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      refused(proof);
      hash[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    }
  }
}

/// Proofs with a hash too many or too few, at either end.
std::vector<MerkleProof> of_other_length(const MerkleProof& proof, const Hash& more) {
  std::vector<MerkleProof> others(2, proof);
  others[0].push_back(more);
  others[1].insert(others[1].begin(), more);
  if (proof.empty()) return others;
  others.emplace_back(proof.begin() + 1, proof.end());
  others.emplace_back(proof.begin(), proof.end() - 1);
  return others;
}

constexpr std::uint64_t largest = 130;
const auto records = reference::numbered_records(largest);
const std::span<const std::string> all(records);

}  // namespace

TEST_CASE("Certificate Transparency's inclusion proofs are made and verified") {
  Store store(reference::transparency_records());
  struct Example {
    std::uint64_t index;
    std::uint64_t size;
    Digits proof;
  };
  const Example examples[] = {
      {0,
       8,
       {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
      {5,
       8,
       {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
      {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
      {1,
       5,
       {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
      {0, 1, {}}};
  for (const auto& [index, size, digits] : examples) {
    const auto proof = *inclusion_proof(index, size, store.subtree_hash());
    CHECK(hex_of(proof) == digits);
    const TreeHead tree{size, reference::hash_from_hex(reference::transparency_roots[size])};
    const auto leaf = hash_leaf(reference::transparency_records()[index]);
    CHECK(verify_inclusion(leaf, index, tree, proof).has_value());
  }
}

TEST_CASE("Certificate Transparency's consistency proofs are made and verified") {
  Store store(reference::transparency_records());
  struct Example {
    std::uint64_t older;
    std::uint64_t newer;
    Digits proof;
  };
  const Example examples[] = {
      {1, 1, {}},
      {1,
       8,
       {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
      {6,
       8,
       {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
      {2,
       5,
       {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
      {6,
       7,
       {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}}};
  for (const auto& [older, newer, digits] : examples) {
    const auto proof = *consistency_proof(older, newer, store.subtree_hash());
    CHECK(hex_of(proof) == digits);
    const auto root = [](std::uint64_t size) {
      return reference::hash_from_hex(reference::transparency_roots[size]);
    };
    CHECK(verify_consistency({older, root(older)}, {newer, root(newer)}, proof).has_value());
  }
}

TEST_CASE("every inclusion proof is that of RFC 6962's definition, and is verified") {
  Store store(all);
  for (std::uint64_t size = 1; size <= largest; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = *inclusion_proof(index, size, store.subtree_hash());
      INFO("leaf " << index << " of " << size);
      REQUIRE(proof == reference::path(index, all.first(size)));
      REQUIRE(verify_inclusion(hash_leaf(all[index]), index, store.head(size), proof).has_value());
    }
  }
}

TEST_CASE("every consistency proof is that of RFC 6962's definition, and is verified") {
  Store store(all);
  for (std::uint64_t newer = 1; newer <= largest; ++newer) {
    for (std::uint64_t older = 1; older <= newer; ++older) {
      const auto proof = *consistency_proof(older, newer, store.subtree_hash());
      INFO(older << " to " << newer);
      REQUIRE(proof == reference::subproof(older, all.first(newer), true));
      REQUIRE(verify_consistency(store.head(older), store.head(newer), proof).has_value());
    }
  }
}

TEST_CASE("an inclusion proof with one wrong bit, hash or length is refused") {
  Store store(all);
  for (const std::uint64_t size : {1, 2, 3, 5, 7, 8, 13}) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = *inclusion_proof(index, size, store.subtree_hash());
      const auto leaf = hash_leaf(all[index]);
      const auto& tree = store.head(size);
      const auto refused = [&](const MerkleProof& wrong) {
        REQUIRE(verify_inclusion(leaf, index, tree, wrong).has_error());
      };
      flip_each_bit(proof, refused);
      for (const auto& wrong : of_other_length(proof, tree.root)) refused(wrong);
      REQUIRE(verify_inclusion(hash_leaf("another"), index, tree, proof).has_error());
      REQUIRE(verify_inclusion(leaf, index, {size, hash_leaf("another")}, proof).has_error());
    }
  }
}

TEST_CASE("an inclusion proof is refused for every other leaf number") {
  Store store(all);
  for (std::uint64_t size = 1; size <= 40; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = *inclusion_proof(index, size, store.subtree_hash());
      for (std::uint64_t other = 0; other <= size; ++other) {
        const auto verdict =
            verify_inclusion(hash_leaf(all[index]), other, store.head(size), proof);
        INFO("leaf " << index << " as " << other << " of " << size);
        REQUIRE(verdict.has_value() == (other == index));
      }
    }
  }
}

TEST_CASE("an inclusion proof is refused for the head of every other size") {
  Store store(all);
  for (std::uint64_t size = 1; size <= 40; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = *inclusion_proof(index, size, store.subtree_hash());
      for (std::uint64_t other = 0; other <= 41; ++other) {
        const auto verdict =
            verify_inclusion(hash_leaf(all[index]), index, store.head(other), proof);
        INFO("leaf " << index << " of " << size << " as of " << other);
        REQUIRE(verdict.has_value() == (other == size));
      }
    }
  }
}

TEST_CASE("a consistency proof with one wrong bit, hash or length is refused") {
  Store store(all);
  for (const std::uint64_t newer : {2, 3, 5, 7, 8, 13}) {
    for (std::uint64_t older = 1; older < newer; ++older) {
      const auto proof = *consistency_proof(older, newer, store.subtree_hash());
      const auto& first = store.head(older);
      const auto& second = store.head(newer);
      const auto refused = [&](const MerkleProof& wrong) {
        REQUIRE(verify_consistency(first, second, wrong).has_error());
      };
      flip_each_bit(proof, refused);
      for (const auto& more : {first.root, second.root, proof.front()})
        for (const auto& wrong : of_other_length(proof, more)) refused(wrong);
      const auto another = hash_leaf("another");
      REQUIRE(verify_consistency({older, another}, second, proof).has_error());
      REQUIRE(verify_consistency(first, {newer, another}, proof).has_error());
    }
  }
}

TEST_CASE("a consistency proof is refused between the heads of other sizes") {
  Store store(all);
  for (std::uint64_t newer = 2; newer <= 24; ++newer) {
    for (std::uint64_t older = 1; older < newer; ++older) {
      const auto proof = *consistency_proof(older, newer, store.subtree_hash());
      for (std::uint64_t other = 0; other <= 25; ++other) {
        INFO(older << " to " << newer << ", with " << other);
        REQUIRE(verify_consistency(store.head(other), store.head(newer), proof).has_value() ==
                (other == older));
        REQUIRE(verify_consistency(store.head(older), store.head(other), proof).has_value() ==
                (other == newer));
      }
    }
  }
}

TEST_CASE("a proof of the wrong length is refused for its length, before any root is compared") {
  Store store(all);
  const std::string too_long = "the proof has more hashes than the tree has levels";
  const std::string too_short = "the proof has fewer hashes than the tree needs";
  const auto leaf = hash_leaf(all[2]);
  auto inclusion = *inclusion_proof(2, 7, store.subtree_hash());
  inclusion.push_back(leaf);
  CHECK(verify_inclusion(leaf, 2, store.head(7), inclusion).error().message == too_long);
  inclusion.resize(inclusion.size() - 2);
  CHECK(verify_inclusion(leaf, 2, store.head(7), inclusion).error().message == too_short);
  auto consistency = *consistency_proof(3, 7, store.subtree_hash());
  consistency.push_back(leaf);
  CHECK(verify_consistency(store.head(3), store.head(7), consistency).error().message == too_long);
  consistency.resize(consistency.size() - 2);
  CHECK(verify_consistency(store.head(3), store.head(7), consistency).error().message == too_short);
}

TEST_CASE("a root is not taken for that of a taller tree") {
  Store store(all);
  const auto consistency = *consistency_proof(3, 4, store.subtree_hash());
  CHECK(verify_consistency(store.head(3), {8, store.head(4).root}, consistency).has_error());
  const auto inclusion = *inclusion_proof(3, 4, store.subtree_hash());
  CHECK(verify_inclusion(hash_leaf(all[3]), 3, {8, store.head(4).root}, inclusion).has_error());
}

TEST_CASE("a history that was rewritten has no consistency proof") {
  auto rewritten = records;
  rewritten[3] = "what the operator would have liked";
  Store before(all.first(10));
  Store after(std::span<const std::string>(rewritten).first(20));
  const auto proof = *consistency_proof(10, 20, after.subtree_hash());
  CHECK(verify_consistency(before.head(10), after.head(20), proof).error().message ==
        "the proof does not lead to the older root");
}

TEST_CASE("between equal trees, and from the empty one, nothing needs proof") {
  Store store(all.first(5));
  CHECK(consistency_proof(5, 5, store.subtree_hash())->empty());
  CHECK(consistency_proof(0, 5, store.subtree_hash())->empty());
  CHECK(verify_consistency(store.head(5), store.head(5), {}).has_value());
  CHECK(verify_consistency(store.head(0), store.head(5), {}).has_value());
  CHECK(verify_consistency(store.head(0), store.head(0), {}).has_value());
}

TEST_CASE("equal sizes with two roots, a false empty root and needless hashes are refused") {
  Store store(all.first(5));
  const TreeHead forked{5, hash_leaf("fork")};
  const MerkleProof needless = {hash_leaf("x")};
  CHECK(verify_consistency(store.head(5), forked, {}).has_error());
  CHECK(verify_consistency({0, hash_leaf("x")}, store.head(5), {}).has_error());
  CHECK(verify_consistency(store.head(0), store.head(5), needless).has_error());
  CHECK(verify_consistency(store.head(5), store.head(5), needless).has_error());
}

TEST_CASE("a proof that cannot be asked for is an error that says why") {
  Store store(all.first(5));
  CHECK(inclusion_proof(5, 5, store.subtree_hash()).error().message ==
        "leaf 5 is not in a tree of 5");
  CHECK(inclusion_proof(0, 0, store.subtree_hash()).has_error());
  CHECK(consistency_proof(6, 5, store.subtree_hash()).error().message ==
        "a tree of 6 is no beginning of one of 5");
  CHECK(verify_consistency(store.head(5), store.head(4), {}).error().message ==
        "a tree of 5 is no beginning of one of 4");
}

TEST_CASE("a subtree that the store has lost ends the proof with the store's words") {
  Store store(all.first(5));
  CHECK(inclusion_proof(0, 9, store.subtree_hash()).error().message == "no such subtree");
  CHECK(consistency_proof(3, 9, store.subtree_hash()).error().message == "no such subtree");
  CHECK(root_at(9, store.subtree_hash()).error().message == "no such subtree");
}

TEST_CASE("the root of every earlier size is found again") {
  Store store(all);
  for (std::uint64_t size = 0; size <= largest; ++size)
    REQUIRE(*root_at(size, store.subtree_hash()) == store.head(size).root);
}

TEST_CASE("a proof asks for few subtrees, however large the tree") {
  // 2^20 − 1 leaves of one hash each: 20 levels, and at most 20 more along the right edge.
  int asked = 0;
  const auto hash_of = [&](int, std::uint64_t) -> Result<Hash> {
    ++asked;
    return Hash{};
  };
  const std::uint64_t size = (1U << 20) - 1;
  REQUIRE(inclusion_proof(0, size, hash_of).has_value());
  CHECK(asked <= 40);
  asked = 0;
  REQUIRE(consistency_proof(size / 2, size, hash_of).has_value());
  CHECK(asked <= 40);
}

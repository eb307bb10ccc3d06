#include "ledger/merkle_tree.h"

#include <catch2/catch.hpp>

#include "merkle_reference.h"

using namespace pue::ledger;

namespace {
MerkleFrontier frontier_of(std::span<const std::string> records) {
  MerkleFrontier frontier;
  for (const auto& record : records) frontier.append(hash_leaf(record));
  return frontier;
}
}  // namespace

TEST_CASE("the trees of Certificate Transparency have their published roots") {
  MerkleFrontier frontier;
  CHECK(to_hex(frontier.root()) == reference::transparency_roots[0]);
  for (const auto& record : reference::transparency_records()) {
    frontier.append(hash_leaf(record));
    CHECK(to_hex(frontier.root()) == reference::transparency_roots[frontier.size()]);
  }
  CHECK(frontier.size() == 8);
}

TEST_CASE("the root of every size is that of RFC 6962's definition") {
  const auto records = reference::numbered_records(130);
  MerkleFrontier frontier;
  for (std::size_t size = 1; size <= records.size(); ++size) {
    frontier.append(hash_leaf(records[size - 1]));
    REQUIRE(frontier.root() == reference::tree_hash(std::span(records).first(size)));
  }
}

TEST_CASE("appending tells which complete subtrees came into being, the leaf first") {
  const auto records = reference::numbered_records(4);
  const std::span all(records);
  auto frontier = frontier_of(all.first(2));
  CHECK(frontier.append(hash_leaf(records[2])) ==
        std::vector{Subtree{0, 2, reference::tree_hash(all.subspan(2, 1))}});
  CHECK(frontier.append(hash_leaf(records[3])) ==
        std::vector{Subtree{0, 3, reference::tree_hash(all.subspan(3, 1))},
                    Subtree{1, 1, reference::tree_hash(all.subspan(2, 2))},
                    Subtree{2, 0, reference::tree_hash(all)}});
}

TEST_CASE("the frontier keeps one subtree for each 1 of the size in binary, the largest first") {
  const auto records = reference::numbered_records(13);  // 8 + 4 + 1
  const std::span all(records);
  const auto frontier = frontier_of(all);
  REQUIRE(frontier.subtrees().size() == 3);
  CHECK(frontier.subtrees()[0] == reference::tree_hash(all.first(8)));
  CHECK(frontier.subtrees()[1] == reference::tree_hash(all.subspan(8, 4)));
  CHECK(frontier.subtrees()[2] == reference::tree_hash(all.subspan(12)));
}

TEST_CASE("a tree goes on after a restart as if there had been none") {
  const auto records = reference::numbered_records(40);
  const std::span all(records);
  const auto whole = frontier_of(all);
  for (std::size_t size = 0; size <= all.size(); ++size) {
    const auto before = frontier_of(all.first(size));
    auto after = *MerkleFrontier::resume(before.size(),
                                         {before.subtrees().begin(), before.subtrees().end()});
    for (const auto& record : all.subspan(size)) after.append(hash_leaf(record));
    REQUIRE(after == whole);
  }
}

TEST_CASE("subtrees that do not belong to the size are refused") {
  CHECK(MerkleFrontier::resume(0, {}).has_value());
  CHECK(MerkleFrontier::resume(5, std::vector<Hash>(1)).error().message ==
        "a tree of 5 leaves has 2 complete subtrees, not 1: it is damaged");
  CHECK(MerkleFrontier::resume(4, std::vector<Hash>(2)).has_error());
  CHECK(MerkleFrontier::resume(0, std::vector<Hash>(1)).has_error());
}

TEST_CASE("no record has the hash of a node") {
  const auto left = hash_leaf("left");
  const auto right = hash_leaf("right");
  CHECK(hash_leaf(reference::text_of(left) + reference::text_of(right)) != hash_nodes(left, right));
}

TEST_CASE("complete subtrees stand for their leaves where they can begin") {
  const auto records = reference::numbered_records(13);
  const std::span all(records);
  MerkleFrontier tree;
  REQUIRE(tree.append(2, reference::tree_hash(all.subspan(0, 4))).has_value());
  tree.append(hash_leaf(records[4]));
  CHECK(tree.append(1, reference::tree_hash(all.subspan(5, 2))).has_error());
  REQUIRE(tree.append(0, hash_leaf(records[5])).has_value());
  REQUIRE(tree.append(1, reference::tree_hash(all.subspan(6, 2))).has_value());
  REQUIRE(tree.append(2, reference::tree_hash(all.subspan(8, 4))).has_value());
  tree.append(hash_leaf(records[12]));
  CHECK(tree.head() == TreeHead{13, reference::tree_hash(all)});
}

#include "ledger/merkle_tree.h"

#include <fmt/format.h>

#include <bit>

namespace pue::ledger {

using namespace std::string_view_literals;

Hash hash_leaf(std::string_view record) { return sha256({"\x00"sv, record}); }

Hash hash_nodes(const Hash& left, const Hash& right) {
  return sha256({"\x01"sv, view_of(left), view_of(right)});
}

Hash root_over(std::span<const Hash> subtrees) {
  if (subtrees.empty()) return sha256("");
  Hash root = subtrees.back();
  for (auto left = subtrees.rbegin() + 1; left != subtrees.rend(); ++left)
    root = hash_nodes(*left, root);
  return root;
}

Result<MerkleFrontier> MerkleFrontier::resume(std::uint64_t size, std::vector<Hash> subtrees) {
  const auto expected = static_cast<std::size_t>(std::popcount(size));
  if (subtrees.size() != expected)
    return Error{fmt::format("a tree of {} leaves has {} complete subtrees, not {}: it is damaged",
                             size, expected, subtrees.size())};
  MerkleFrontier frontier;
  frontier.size_ = size;
  frontier.subtrees_ = std::move(subtrees);
  return frontier;
}

std::vector<Subtree> MerkleFrontier::append(const Hash& leaf) { return join({0, size_, leaf}); }

Result<void> MerkleFrontier::append(int level, const Hash& hash) {
  const auto leaves = std::uint64_t{1} << level;
  if (size_ % leaves != 0)
    return Error{fmt::format("a subtree of {} leaves cannot begin at leaf {}", leaves, size_)};
  join({level, size_ / leaves, hash});
  return {};
}

std::vector<Subtree> MerkleFrontier::join(const Subtree& part) {
  std::vector<Subtree> made = {part};
  while (made.back().index % 2 == 1) {  // a right half: its left half waits in the frontier
    const auto& right = made.back();
    made.push_back({right.level + 1, right.index / 2, hash_nodes(subtrees_.back(), right.hash)});
    subtrees_.pop_back();
  }
  subtrees_.push_back(made.back().hash);
  size_ += std::uint64_t{1} << part.level;
  return made;
}

Hash MerkleFrontier::root() const { return root_over(subtrees_); }

}  // namespace pue::ledger

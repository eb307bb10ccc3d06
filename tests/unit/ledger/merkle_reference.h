// RFC 6962, section 2.1, written down as it stands there: slow, recursive, over the records
// themselves; and the leaves with which Certificate Transparency's programs test theirs.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/sha256.h"

namespace pue::ledger::reference {

using namespace std::string_literals;

using Records = std::span<const std::string>;

inline std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  return bytes;
}

inline Hash hash_from_hex(std::string_view digits) {
  Hash hash{};
  const auto bytes = from_hex(digits);
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(bytes.at(i));
  return hash;
}

inline std::string text_of(const Hash& hash) { return std::string(view_of(hash)); }

/// The largest power of two smaller than n.
inline std::size_t split(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/// MTH(D[n])
inline Hash tree_hash(Records records) {
  if (records.empty()) return sha256("");
  if (records.size() == 1) return sha256("\x00"s + records[0]);
  const auto k = split(records.size());
  return sha256("\x01"s + text_of(tree_hash(records.first(k))) +
                text_of(tree_hash(records.subspan(k))));
}

/// PATH(m, D[n])
inline std::vector<Hash> path(std::size_t m, Records records) {
  if (records.size() == 1) return {};
  const auto k = split(records.size());
  auto hashes = m < k ? path(m, records.first(k)) : path(m - k, records.subspan(k));
  hashes.push_back(m < k ? tree_hash(records.subspan(k)) : tree_hash(records.first(k)));
  return hashes;
}

/// SUBPROOF(m, D[n], b)
inline std::vector<Hash> subproof(std::size_t m, Records records, bool b) {
  if (m == records.size()) return b ? std::vector<Hash>{} : std::vector{tree_hash(records)};
  const auto k = split(records.size());
  auto hashes =
      m <= k ? subproof(m, records.first(k), b) : subproof(m - k, records.subspan(k), false);
  hashes.push_back(m <= k ? tree_hash(records.subspan(k)) : tree_hash(records.first(k)));
  return hashes;
}

inline std::vector<std::string> numbered_records(std::size_t count) {
  std::vector<std::string> records;
  for (std::size_t i = 0; i < count; ++i) records.push_back("record " + std::to_string(i));
  return records;
}

inline std::vector<std::string> transparency_records() {
  std::vector<std::string> records;
  for (const auto* digits : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                             "606162636465666768696a6b6c6d6e6f"})
    records.push_back(from_hex(digits));
  return records;
}

/// Of the trees over the first 0, 1, 2 … of `transparency_records`, as published.
inline constexpr const char* transparency_roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

}  // namespace pue::ledger::reference

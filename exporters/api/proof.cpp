#include "exporters/api/proof.h"

#include <boost/json/array.hpp>

#include "exporters/api/fields.h"
#include "ledger/base64.h"
#include "ledger/merkle_tree.h"

namespace pue::api {
namespace {

namespace json = boost::json;

json::string base64(const ledger::Hash& hash) {
  return to_string(ledger::to_base64(std::string(hash.begin(), hash.end())));
}

}  // namespace

json::object proof(const EntryProof& proof) {
  json::object object;
  object["entry"] = proof.entry;
  object["bytes"] = to_string(ledger::to_base64(proof.bytes));
  object["leaf_hash"] = base64(ledger::hash_leaf(proof.bytes));
  object["tree_size"] = proof.tree_size;
  json::array path;
  for (const auto& hash : proof.path) path.push_back(base64(hash));
  object["path"] = std::move(path);
  object["checkpoint"] = to_string(proof.checkpoint);
  return object;
}

}  // namespace pue::api

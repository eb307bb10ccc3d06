#include "commands/entry_proof.h"

#include <fmt/format.h>

#include "ledger/store/ledger_file.h"
#include "ledger/store/sqlite_error.h"

namespace pue::commands {
namespace {

using Found = Result<std::optional<api::EntryProof>>;

Found proof_in(ledger::LedgerFile& file, std::uint64_t entry) {
  const auto newest = file.newest_checkpoint(ledger::all_entries);
  if (!newest || entry >= newest->entries) return std::optional<api::EntryProof>{};
  const auto hash_of = [&](int level, std::uint64_t index) -> Result<ledger::Hash> {
    if (const auto hash = file.subtree(level, index)) return *hash;
    return ledger::damaged_ledger(file.path(), "a hash of its tree is missing");
  };
  auto path = ledger::inclusion_proof(entry, newest->entries, hash_of);
  if (!path) return path.error();
  auto bytes = file.bytes(entry);
  if (!bytes) return ledger::damaged_ledger(file.path(), fmt::format("entry {} is missing", entry));
  return std::optional(
      api::EntryProof{entry, *std::move(bytes), newest->entries, *std::move(path), newest->note});
}

}  // namespace

Found entry_proof(const std::string& ledger, std::uint64_t entry) {
  return ledger::guarded(ledger, "cannot read", [&]() -> Found {
    auto file = ledger::LedgerFile::open(ledger);
    if (!file) return file.error();
    return proof_in(*file, entry);
  });
}

}  // namespace pue::commands

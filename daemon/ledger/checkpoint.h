// A checkpoint (C2SP tlog-checkpoint): the operator's signed word that the ledger has this many
// records under this root. A text of a few lines that can be mailed, printed and kept elsewhere.
// That an earlier checkpoint is the beginning of a later one is proven by merkle_proof.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "ledger/merkle_tree.h"
#include "ledger/signing_key.h"
#include "ledger/verifier_key.h"

namespace pue::ledger {

struct Checkpoint {
  std::string origin;  // which ledger: one name for all of its checkpoints
  TreeHead tree;
  std::vector<std::string> extensions;  // lines without line end
  bool operator==(const Checkpoint&) const = default;
};

/// "<origin>\n<size>\n<Base64 of root>\n" and the extension lines. Error: the origin or an
/// extension line cannot stand in it: empty, not UTF-8, or with control characters.
Result<std::string> to_text(const Checkpoint& checkpoint);

/// Accepts exactly what `to_text` writes. Error: which line is wrong, and what was expected there.
Result<Checkpoint> parse_checkpoint(std::string_view text);

/// The checkpoint as a note, signed in the name of its origin. Error: as of to_text, or the origin
/// is no key name (check_key_name).
Result<std::string> sign(const Checkpoint& checkpoint, const SigningKey& key);

/// The checkpoint in a note that `key` signed. Error: why it must not be believed; also if the
/// origin is another than the key's name, so that one ledger's word never passes for another's.
Result<Checkpoint> verify(std::string_view note, const VerifierKey& key);

/// How many entries a note says that it is over, before it is believed. Error: it is no checkpoint.
Result<std::uint64_t> size_of_note(std::string_view note);

/// The extension line "time 2026-11-26T18:00:00Z" with which we date checkpoints.
std::string time_line(UtcTime time);
/// Error: there is not exactly one such line, or it is unreadable.
Result<UtcTime> time_of(const Checkpoint& checkpoint);

}  // namespace pue::ledger

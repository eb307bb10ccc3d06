// A signed note (C2SP signed-note): a text and, after an empty line, the lines of those who signed
// it. What the text says is not read here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/signing_key.h"
#include "ledger/verifier_key.h"

namespace pue::ledger {

/// "— <key name> <Base64 of key id ‖ signature>"
struct NoteSignature {
  std::string key_name;
  KeyId id{};
  std::string signature;  // bytes; what they are depends on the kind of key
  bool operator==(const NoteSignature&) const = default;
};

/// Nothing in it is verified.
struct SignedNote {
  std::string text;  // with the line end of its last line
  std::vector<NoteSignature> signatures;
  bool operator==(const SignedNote&) const = default;
};

/// Text that a note may have: UTF-8, line ends the only control characters, up to
/// limits::note_bytes. Error: names the line.
Result<void> check_note_text(std::string_view text);

/// Error: which line is wrong, and what was expected there.
Result<SignedNote> parse_note(std::string_view note);

/// The note with one signature. Error: the text does not end in a line end or is none that a note
/// may have, or `key_name` is not one (check_key_name).
Result<std::string> sign_note(std::string_view text, std::string_view key_name,
                              const SigningKey& key);

/// The text of a note that `key` signed. Lines of other keys are ignored, even with the same name
/// or the same key id; of several lines of this key each must be right. Error: which line is wrong,
/// or that the key's signature is missing or does not belong to the text.
Result<std::string> verify_note(std::string_view note, const VerifierKey& key);

}  // namespace pue::ledger

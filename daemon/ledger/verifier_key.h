// Who signs a note: a name and an Ed25519 public key, and their text form, which is what a verifier
// is given (C2SP signed-note). Not a certificate: that name and key belong together is trusted.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/signing_key.h"

namespace pue::ledger {

using KeyId = std::array<std::uint8_t, 4>;

struct VerifierKey {
  std::string name;
  PublicKey public_key{};
  bool operator==(const VerifierKey&) const = default;
};

/// A name that may stand in a signature line: UTF-8, not empty, no space of Unicode, no "+", no
/// control character. Error: what is wrong with it.
Result<void> check_key_name(std::string_view name);

/// The first four bytes of SHA-256(name ‖ "\n" ‖ 0x01 ‖ public key). It tells keys apart, it proves
/// nothing.
KeyId key_id(const VerifierKey& key);
/// 8 lower-case digits.
std::string to_hex(const KeyId& id);

/// "<name>+<key id, 8 hexadecimal digits>+<Base64 of 0x01 ‖ public key>". Precondition: the name
/// passes check_key_name.
std::string to_text(const VerifierKey& key);

/// Accepts exactly what `to_text` writes, without a line end. Error: which part is wrong.
Result<VerifierKey> parse_verifier_key(std::string_view text);

}  // namespace pue::ledger

// Ed25519 (RFC 8032) by OpenSSL: the private key that signs checkpoints, and the check of a
// signature. Keys are not made here: their 32 random bytes come from outside, or as PEM.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct evp_pkey_st;

namespace pue::ledger {

using Seed = std::array<std::uint8_t, 32>;  // RFC 8032's private key
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// The seed is held by OpenSSL alone, which wipes it from memory with the key.
class SigningKey {
 public:
  /// The caller wipes its own copy of the seed.
  static SigningKey from_seed(const Seed& seed);

  /// PKCS#8 as `openssl genpkey -algorithm ed25519` writes it, not encrypted (RFC 8410, section 7).
  /// Error: says how to make such a key; nothing of the text is repeated.
  static Result<SigningKey> from_pem(std::string_view text);

  /// The same, with a line end after the last line. It is the secret: the caller wipes it.
  std::string to_pem() const;

  PublicKey public_key() const;
  /// Deterministic: the same bytes have the same signature.
  Signature sign(std::string_view bytes) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  explicit SigningKey(evp_pkey_st* key) : key_(key) {}

  std::unique_ptr<evp_pkey_st, Free> key_;
};

/// Whether `signature` (64 bytes, or it is none) is that of `key` over `bytes`.
bool is_signature(std::string_view signature, const PublicKey& key, std::string_view bytes);

/// Overwrites a secret so that no compiler leaves it out.
void wipe(Seed& seed);
void wipe(std::string& text);

}  // namespace pue::ledger

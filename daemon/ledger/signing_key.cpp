#include "ledger/signing_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "ledger/base64.h"
#include "ledger/sha256.h"

namespace pue::ledger {
namespace {

using namespace std::string_view_literals;

constexpr auto pem_first_line = "-----BEGIN PRIVATE KEY-----"sv;
constexpr auto pem_last_line = "-----END PRIVATE KEY-----"sv;

/// What stands before the seed in PKCS#8: SEQUENCE {version 0, SEQUENCE {1.3.101.112}, OCTET STRING
/// of an OCTET STRING of 32 bytes} (RFC 8410, section 10.3).
constexpr auto der_before_seed =
    "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20"sv;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

/// A text that is wiped when it goes.
struct Secret {
  std::string text;
  ~Secret() { wipe(text); }
};

/// With keys of the right length OpenSSL fails only without memory, or where Ed25519 is disabled.
void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL has no Ed25519");
}

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Error no_key() {
  return Error{
      "expected the PEM of an Ed25519 private key, not encrypted; make one with: openssl genpkey "
      "-algorithm ed25519"};
}

/// What stands between the first and the last line, without line ends; empty where they are
/// missing.
std::string between_lines(std::string_view text) {
  const auto end = text.find_last_not_of(" \t\r\n");
  text = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
  if (!text.starts_with(pem_first_line) || !text.ends_with(pem_last_line)) return {};
  text.remove_prefix(pem_first_line.size());
  text.remove_suffix(std::min(text.size(), pem_last_line.size()));
  std::string base64;
  base64.reserve(text.size());
  std::copy_if(text.begin(), text.end(), std::back_inserter(base64),
               [](char c) { return c != '\n' && c != '\r'; });
  return base64;
}

}  // namespace

void wipe(Seed& seed) { OPENSSL_cleanse(seed.data(), seed.size()); }
void wipe(std::string& text) { OPENSSL_cleanse(text.data(), text.size()); }

void SigningKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

SigningKey SigningKey::from_seed(const Seed& seed) {
  SigningKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  require(key.key_ != nullptr);
  return key;
}

Result<SigningKey> SigningKey::from_pem(std::string_view text) {
  const Secret base64{between_lines(text)};
  auto decoded = from_base64(base64.text);
  if (!decoded) return no_key();
  const Secret der{std::move(*decoded)};
  Seed seed{};
  if (!der.text.starts_with(der_before_seed) ||
      der.text.size() != der_before_seed.size() + seed.size())
    return no_key();
  std::copy_n(data_of(der.text) + der_before_seed.size(), seed.size(), seed.begin());
  auto key = from_seed(seed);
  wipe(seed);
  return key;
}

std::string SigningKey::to_pem() const {
  Seed seed{};
  std::size_t size = seed.size();
  require(EVP_PKEY_get_raw_private_key(key_.get(), seed.data(), &size) == 1);
  Secret der;
  der.text.reserve(der_before_seed.size() + seed.size());
  der.text.append(der_before_seed).append(view_of(seed));
  wipe(seed);
  const Secret base64{to_base64(der.text)};  // 64 characters: one line of PEM
  std::string pem;
  pem.reserve(pem_first_line.size() + base64.text.size() + pem_last_line.size() + 3);
  pem.append(pem_first_line).append("\n").append(base64.text).append("\n");
  return pem.append(pem_last_line).append("\n");
}

PublicKey SigningKey::public_key() const {
  PublicKey bytes{};
  std::size_t size = bytes.size();
  require(EVP_PKEY_get_raw_public_key(key_.get(), bytes.data(), &size) == 1);
  return bytes;
}

Signature SigningKey::sign(std::string_view bytes) const {
  const Context context(EVP_MD_CTX_new());
  require(context != nullptr);
  require(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  Signature signature{};
  std::size_t size = signature.size();
  require(EVP_DigestSign(context.get(), signature.data(), &size, data_of(bytes), bytes.size()) ==
          1);
  return signature;
}

bool is_signature(std::string_view signature, const PublicKey& key, std::string_view bytes) {
  struct FreeKey {
    void operator()(EVP_PKEY* pointer) const { EVP_PKEY_free(pointer); }
  };
  const std::unique_ptr<EVP_PKEY, FreeKey> verifier(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  const Context context(EVP_MD_CTX_new());
  require(verifier != nullptr && context != nullptr);
  require(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, verifier.get()) == 1);
  return EVP_DigestVerify(context.get(), data_of(signature), signature.size(), data_of(bytes),
                          bytes.size()) == 1;
}

}  // namespace pue::ledger

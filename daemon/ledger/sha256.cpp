#include "ledger/sha256.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace pue::ledger {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// OpenSSL's digests of bytes in memory fail only without memory, or where SHA-256 is disabled.
void require(int done) {
  if (done != 1) throw std::runtime_error("OpenSSL has no SHA-256");
}

}  // namespace

Hash sha256(std::string_view bytes) { return sha256({bytes}); }

Hash sha256(std::initializer_list<std::string_view> parts) {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  require(context ? 1 : 0);
  require(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr));
  for (const auto part : parts) require(EVP_DigestUpdate(context.get(), part.data(), part.size()));
  Hash hash;
  require(EVP_DigestFinal_ex(context.get(), hash.data(), nullptr));
  return hash;
}

std::string to_hex(const Hash& hash) { return fmt::format("{:02x}", fmt::join(hash, "")); }

}  // namespace pue::ledger

// SHA-256 (FIPS 180-4) of bytes in memory, by OpenSSL. What is hashed, and why, is said elsewhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace pue::ledger {

using Hash = std::array<std::uint8_t, 32>;

Hash sha256(std::string_view bytes);

/// Of the parts one after another; they are not copied together.
Hash sha256(std::initializer_list<std::string_view> parts);

/// 64 lower-case digits.
std::string to_hex(const Hash& hash);

/// The same bytes, seen as text; valid as long as `bytes` is.
template <std::size_t size>
std::string_view view_of(const std::array<std::uint8_t, size>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

}  // namespace pue::ledger

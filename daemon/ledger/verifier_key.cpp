#include "ledger/verifier_key.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8_character.h"
#include "ledger/base64.h"
#include "ledger/sha256.h"

namespace pue::ledger {
namespace {

using namespace std::string_view_literals;

constexpr auto ed25519 = "\x01"sv;  // C2SP signed-note, signature types

/// The characters with Unicode's property White_Space.
bool is_space(std::uint32_t code) {
  if ((code >= 0x09 && code <= 0x0D) || (code >= 0x2000 && code <= 0x200A)) return true;
  constexpr std::uint32_t others[] = {0x20,   0x85,   0xA0,   0x1680, 0x2028,
                                      0x2029, 0x202F, 0x205F, 0x3000};
  return std::find(std::begin(others), std::end(others), code) != std::end(others);
}

}  // namespace

Result<void> check_key_name(std::string_view name) {
  if (name.empty()) return Error{"a key name must not be empty"};
  for (auto rest = name; !rest.empty();) {
    const auto character = first_character(rest);
    if (character.length == 0) return Error{"a key name must be UTF-8"};
    const auto code = character.code;
    if (code < 0x20 || code == 0x7F || code == '+' || is_space(code))
      return Error{fmt::format("a key name must not contain U+{:04X}: no spaces, no \"+\"", code)};
    rest.remove_prefix(character.length);
  }
  return {};
}

KeyId key_id(const VerifierKey& key) {
  const auto hash = sha256({key.name, "\n"sv, ed25519, view_of(key.public_key)});
  return {hash[0], hash[1], hash[2], hash[3]};
}

std::string to_hex(const KeyId& id) { return fmt::format("{:02x}", fmt::join(id, "")); }

std::string to_text(const VerifierKey& key) {
  auto typed = std::string(ed25519);
  typed.append(view_of(key.public_key));
  return fmt::format("{}+{}+{}", key.name, to_hex(key_id(key)), to_base64(typed));
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
  // The name has no "+"; Base64 may have some.
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos)
    return Error{"expected a verifier key, <name>+<key id>+<public key>"};
  VerifierKey key{std::string(text.substr(0, first)), {}};
  if (const auto checked = check_key_name(key.name); !checked) return checked.error();
  const auto typed = from_base64(text.substr(second + 1));
  if (!typed) return Error{"public key: " + typed.error().message};
  if (!typed->starts_with(ed25519) || typed->size() != ed25519.size() + key.public_key.size())
    return Error{"public key: expected Base64 of the byte 1 (Ed25519) and 32 bytes"};
  std::copy(typed->begin() + 1, typed->end(), key.public_key.begin());
  const auto id = to_hex(key_id(key));
  if (text.substr(first + 1, second - first - 1) != id)
    return Error{fmt::format("key id: expected {} for this name and public key", id)};
  return key;
}

}  // namespace pue::ledger

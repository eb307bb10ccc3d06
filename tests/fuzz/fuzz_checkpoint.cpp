// A note from anybody: what is read of it means the same when it is written again, and nothing is
// believed that the key did not sign. Its text and its lines are read as checkpoint and as keys
// too.
#include <cstdint>
#include <cstdlib>

#include "ledger/base64.h"
#include "ledger/checkpoint.h"
#include "ledger/signed_note.h"

namespace {

using namespace pue::ledger;

void require(bool holds) {
  if (!holds) std::abort();
}

void read_checkpoint(std::string_view text) {
  const auto checkpoint = parse_checkpoint(text);
  if (!checkpoint) return require(!checkpoint.error().message.empty());
  require(*to_text(*checkpoint) == text);
  (void)time_of(*checkpoint);
}

void read_note(std::string_view text) {
  const auto note = parse_note(text);
  if (!note) return require(!note.error().message.empty());
  auto again = note->text + "\n";
  for (const auto& [name, id, signature] : note->signatures) {
    auto bytes = std::string(view_of(id));
    again += "\u2014 " + name + " " + to_base64(bytes.append(signature)) + "\n";
  }
  require(again == text);
  read_checkpoint(note->text);
}

void read_keys(std::string_view text) {
  if (const auto key = parse_verifier_key(text)) require(to_text(*key) == text);
  if (const auto bytes = from_base64(text)) require(to_base64(*bytes) == text);
  if (const auto key = SigningKey::from_pem(text))
    require(SigningKey::from_pem(key->to_pem())->public_key() == key->public_key());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = SigningKey::from_seed(Seed{1});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_note(text);
  read_checkpoint(text);
  read_keys(text);
  // The private key is known to this program alone.
  require(verify(text, {"pue.example/site-1", key.public_key()}).has_error());
  if (const auto checkpoint = parse_checkpoint(text))
    if (const auto note = sign(*checkpoint, key))
      require(*verify(*note, {checkpoint->origin, key.public_key()}) == *checkpoint);
  return 0;
}

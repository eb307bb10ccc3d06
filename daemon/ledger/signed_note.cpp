#include "ledger/signed_note.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "base/utf8_character.h"
#include "ledger/base64.h"
#include "ledger/sha256.h"

namespace pue::ledger {
namespace {

using namespace std::string_view_literals;

constexpr auto dash = "\u2014 "sv;  // em dash, space

Error at_line(std::size_t line, std::string_view what) {
  return Error{fmt::format("line {}: {}", line, what)};
}

Result<NoteSignature> parse_signature(std::string_view line, std::size_t number) {
  const auto space = line.find(' ', dash.size());
  if (!line.starts_with(dash) || space == std::string_view::npos)
    return at_line(number, "expected \"\u2014 <key name> <signature>\"");
  NoteSignature signature;
  signature.key_name = line.substr(dash.size(), space - dash.size());
  if (const auto checked = check_key_name(signature.key_name); !checked)
    return at_line(number, checked.error().message);
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes) return at_line(number, "signature: " + bytes.error().message);
  if (bytes->size() <= signature.id.size())
    return at_line(number, "signature: expected a key id of 4 bytes and a signature");
  std::copy_n(bytes->begin(), signature.id.size(), signature.id.begin());
  signature.signature = bytes->substr(signature.id.size());
  return signature;
}

bool is_of(const NoteSignature& signature, const VerifierKey& key) {
  return signature.key_name == key.name && signature.id == key_id(key);
}

}  // namespace

Result<void> check_note_text(std::string_view text) {
  if (text.size() > limits::note_bytes)
    return Error{fmt::format("a note of {} bytes; at most {}", text.size(), limits::note_bytes)};
  std::size_t line = 1;
  while (!text.empty()) {
    const auto character = first_character(text);
    if (character.length == 0) return at_line(line, "not UTF-8");
    if (character.code == '\n')
      ++line;
    else if (character.code < 0x20)
      return at_line(line, fmt::format("control character U+{:04X}", character.code));
    text.remove_prefix(character.length);
  }
  return {};
}

Result<SignedNote> parse_note(std::string_view note) {
  if (const auto checked = check_note_text(note); !checked) return checked.error();
  // The text may have empty lines: the last one of the note ends it.
  const auto end = note.rfind("\n\n");
  if (end == std::string_view::npos)
    return Error{"a note without an empty line between text and signatures"};
  SignedNote parsed{std::string(note.substr(0, end + 1)), {}};
  auto number = static_cast<std::size_t>(std::count(note.begin(), note.begin() + end, '\n')) + 3;
  auto rest = note.substr(end + 2);
  if (rest.empty()) return at_line(number, "expected a signature");
  for (; !rest.empty(); ++number) {
    const auto line_end = rest.find('\n');
    if (line_end == std::string_view::npos)
      return at_line(number, "expected a line end after the signature");
    auto signature = parse_signature(rest.substr(0, line_end), number);
    if (!signature) return signature.error();
    parsed.signatures.push_back(std::move(*signature));
    rest.remove_prefix(line_end + 1);
  }
  return parsed;
}

Result<std::string> sign_note(std::string_view text, std::string_view key_name,
                              const SigningKey& key) {
  if (const auto checked = check_key_name(key_name); !checked) return checked.error();
  if (const auto checked = check_note_text(text); !checked) return checked.error();
  if (!text.ends_with('\n')) return Error{"the text of a note must end in a line end"};
  auto bytes = std::string(view_of(key_id({std::string(key_name), key.public_key()})));
  bytes.append(view_of(key.sign(text)));
  return fmt::format("{}\n{}{} {}\n", text, dash, key_name, to_base64(bytes));
}

Result<std::string> verify_note(std::string_view note, const VerifierKey& key) {
  auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  bool is_signed = false;
  for (const auto& signature : parsed->signatures) {
    if (!is_of(signature, key)) continue;
    if (!is_signature(signature.signature, key.public_key, parsed->text))
      return Error{fmt::format(
          "the signature by {} does not belong to this text: text or signature was altered",
          key.name)};
    is_signed = true;
  }
  if (!is_signed)
    return Error{fmt::format("not signed by {} with the key {}", key.name, to_hex(key_id(key)))};
  return std::move(parsed->text);
}

}  // namespace pue::ledger

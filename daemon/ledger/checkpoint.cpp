#include "ledger/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/rfc3339.h"
#include "ledger/base64.h"
#include "ledger/signed_note.h"

namespace pue::ledger {
namespace {

using namespace std::string_view_literals;

constexpr auto time_keyword = "time "sv;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::optional<std::uint64_t> parse_size(std::string_view digits) {
  std::uint64_t size = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  // Written again it differs if there were leading zeros, or more than digits.
  if (read.ec != std::errc{} || digits != std::to_string(size)) return std::nullopt;
  return size;
}

std::optional<Hash> parse_root(std::string_view base64) {
  const auto bytes = from_base64(base64);
  Hash root{};
  if (!bytes || bytes->size() != root.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), root.begin());
  return root;
}

}  // namespace

Result<std::string> to_text(const Checkpoint& checkpoint) {
  auto text = fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.tree.size,
                          to_base64(view_of(checkpoint.tree.root)));
  for (const auto& line : checkpoint.extensions) text.append(line).append("\n");
  const auto read = parse_checkpoint(text);
  if (!read) return Error{"the checkpoint cannot be written: " + read.error().message};
  if (*read != checkpoint)
    return Error{"the checkpoint cannot be written: its origin or an extension has a line end"};
  return text;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  if (const auto checked = check_note_text(text); !checked) return checked.error();
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].empty()) return Error{fmt::format("line {}: expected no empty line", i + 1)};
  if (lines.empty()) return Error{"line 1: expected the origin"};
  if (lines.size() < 2) return Error{"line 2: expected the number of records"};
  const auto size = parse_size(lines[1]);
  if (!size) return Error{"line 2: expected the number of records, decimal without leading zeros"};
  const auto root = lines.size() < 3 ? std::nullopt : parse_root(lines[2]);
  if (!root) return Error{"line 3: expected the root, 32 bytes in Base64"};
  if (!text.ends_with('\n'))
    return Error{fmt::format("line {}: expected a line end after it", lines.size() + 1)};
  return Checkpoint{std::string(lines[0]), {*size, *root}, {lines.begin() + 3, lines.end()}};
}

Result<std::string> sign(const Checkpoint& checkpoint, const SigningKey& key) {
  const auto text = to_text(checkpoint);
  if (!text) return text.error();
  return sign_note(*text, checkpoint.origin, key);
}

Result<Checkpoint> verify(std::string_view note, const VerifierKey& key) {
  const auto text = verify_note(note, key);
  if (!text) return text.error();
  auto checkpoint = parse_checkpoint(*text);
  if (checkpoint && checkpoint->origin != key.name)
    return Error{fmt::format("line 1: a checkpoint of {}; expected {}, the key's name",
                             checkpoint->origin, key.name)};
  return checkpoint;
}

Result<std::uint64_t> size_of_note(std::string_view note) {
  const auto end = note.find("\n\n");
  const auto checkpoint =
      parse_checkpoint(end == std::string_view::npos ? note : note.substr(0, end + 1));
  if (!checkpoint) return checkpoint.error();
  return checkpoint->tree.size;
}

std::string time_line(UtcTime time) { return std::string(time_keyword) + format_rfc3339(time); }

Result<UtcTime> time_of(const Checkpoint& checkpoint) {
  const auto is_time = [](const std::string& line) { return line.starts_with(time_keyword); };
  const auto& lines = checkpoint.extensions;
  if (std::count_if(lines.begin(), lines.end(), is_time) != 1)
    return Error{"expected one line \"time <RFC 3339>\" in the checkpoint"};
  const std::string_view line = *std::find_if(lines.begin(), lines.end(), is_time);
  return parse_rfc3339(line.substr(time_keyword.size()));
}

}  // namespace pue::ledger

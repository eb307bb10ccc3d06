// The envelope of every entry of a ledger: its kind, when it was written, and its body. The bytes
// of an entry are the leaf of the Merkle tree; nothing else of the file is proven but what a leaf
// names by its hash (docs/ledger-format.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace pue::ledger {

/// The numbers are stored and never change.
enum class RecordKind : std::uint8_t {
  inception = 1,
  configuration = 2,
  interval = 3,
  event = 4,
  figures = 5,
  correction = 6,
  clock = 7,
  start = 8,
  stop = 9,
  import = 10,
  clock_state = 11,
  detail_dropped = 12,
};
/// "inception", "configuration", …
std::string_view name(RecordKind kind);

/// The one form of the envelope that is written and read.
inline constexpr std::uint8_t record_format = 1;

/// kind (1 byte) · format (1 byte) · written at (signed, ns since 1970) · body
std::string seal(RecordKind kind, UtcTime written_at, std::string_view body);

struct OpenedRecord {
  RecordKind kind = RecordKind::interval;
  UtcTime written_at;
  std::string_view body;  // of the bytes that were given
};
/// Error: no record, or of a kind or format that this version does not know.
Result<OpenedRecord> open_record(std::string_view bytes);

}  // namespace pue::ledger

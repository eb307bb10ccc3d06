#include "ledger/record.h"

#include <stdexcept>

#include "ledger/record_reader.h"

namespace pue::ledger {
namespace {

bool is_known(std::uint8_t kind) {
  switch (static_cast<RecordKind>(kind)) {
    case RecordKind::inception:
    case RecordKind::configuration:
    case RecordKind::interval:
    case RecordKind::event:
    case RecordKind::figures:
    case RecordKind::correction:
    case RecordKind::clock:
    case RecordKind::start:
    case RecordKind::stop:
    case RecordKind::import:
    case RecordKind::clock_state:
    case RecordKind::detail_dropped:
      return true;
  }
  return false;
}

}  // namespace

std::string_view name(RecordKind kind) {
  switch (kind) {
    case RecordKind::inception:
      return "inception";
    case RecordKind::configuration:
      return "configuration";
    case RecordKind::interval:
      return "interval";
    case RecordKind::event:
      return "event";
    case RecordKind::figures:
      return "figures";
    case RecordKind::correction:
      return "correction";
    case RecordKind::clock:
      return "clock";
    case RecordKind::start:
      return "start";
    case RecordKind::stop:
      return "stop";
    case RecordKind::import:
      return "import";
    case RecordKind::clock_state:
      return "clock_state";
    case RecordKind::detail_dropped:
      return "detail_dropped";
  }
  throw std::logic_error("no such kind of record");
}

std::string seal(RecordKind kind, UtcTime written_at, std::string_view body) {
  std::string bytes;
  bytes.push_back(static_cast<char>(kind));
  bytes.push_back(static_cast<char>(record_format));
  append_time(bytes, written_at);
  bytes += body;
  return bytes;
}

Result<OpenedRecord> open_record(std::string_view bytes) {
  RecordReader reader(bytes);
  const auto kind = reader.byte();
  if (!is_known(kind)) reader.fail("a kind of record that this version does not know");
  if (reader.byte() != record_format)
    reader.fail("a form of record that this version does not know");
  const auto at = reader.time();
  if (reader.failed()) return *reader.error();
  return OpenedRecord{static_cast<RecordKind>(kind), at, bytes.substr(reader.position())};
}

}  // namespace pue::ledger

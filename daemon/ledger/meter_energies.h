// The energies of all meters in one interval, as rows of fixed size, so that a month of one meter
// is read without the other thousand. The first part of an interval's detail; what the energies
// rest on is the second (meter_evidence.h).
//
// Layout (integers little-endian): number of rows n (4 bytes) · n codes (1 byte: quality code, 0x10
// with a gap, 0x20 unconfirmed profile; 0xff: no meter of the interval) · n imported energies in
// joules (8 bytes, signed; 0 for `missing` and 0xff) · number of exported energies (4) · for each
// that is not 0, by rising row: row (4), joules (8). Row i is the meter with the lasting number i.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "energy/meter_tracker.h"

namespace pue::ledger {

struct MeterRow {
  std::uint32_t number = 0;
  energy::Quality quality = energy::Quality::missing;
  bool has_gap = false;
  bool unconfirmed = false;
  Joules imported;
  Joules exported;
  bool operator==(const MeterRow&) const = default;
};

/// `numbers` parallel to `meters`, in any order, each once; below limits::meter_numbers.
std::string encode_energies(std::span<const energy::IntervalEnergy> meters,
                            std::span<const std::uint32_t> numbers);

/// The rows of meters, by rising number. Accepts exactly what `encode_energies` writes.
Result<std::vector<MeterRow>> decode_energies(std::string_view bytes);

/// The row of one meter; nothing when it is no meter of the interval. Looks at no other row but the
/// list of exported energies. Error: the bytes are damaged.
Result<std::optional<MeterRow>> energies_of(std::string_view bytes, std::uint32_t number);

}  // namespace pue::ledger

#include "ledger/meter_energies.h"

#include <algorithm>
#include <array>
#include <boost/endian/conversion.hpp>

#include "base/limits.h"
#include "ledger/quality_code.h"

namespace pue::ledger {
namespace {

using energy::IntervalEnergy;
using energy::Quality;

constexpr std::uint8_t no_meter = 0xff;
constexpr std::uint8_t gap_bit = 0x10;
constexpr std::uint8_t unconfirmed_bit = 0x20;
constexpr std::size_t exported_size = 4 + 8;

void put(std::string& bytes, std::uint64_t value, std::size_t at, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    bytes[at + i] = static_cast<char>((value >> (8 * i)) & 0xff);
}

std::uint32_t get_32(std::string_view bytes, std::size_t at) {
  return boost::endian::load_little_u32(reinterpret_cast<const unsigned char*>(&bytes[at]));
}
std::int64_t get_64(std::string_view bytes, std::size_t at) {
  return boost::endian::load_little_s64(reinterpret_cast<const unsigned char*>(&bytes[at]));
}

/// What a row's code says.
struct Code {
  bool known = false;
  bool is_meter = false;
  Quality quality = Quality::missing;
  bool has_gap = false;
  bool unconfirmed = false;
};

/// By code: tens of millions are read for a report of a year.
const std::array<Code, 256> codes = [] {
  std::array<Code, 256> all{};
  for (std::size_t code = 0; code < no_meter; ++code) {
    const auto quality = quality_from_code(
        static_cast<std::uint8_t>(code & ~std::size_t{gap_bit | unconfirmed_bit}));
    if (quality)
      all[code] = {true, true, *quality, (code & gap_bit) != 0, (code & unconfirmed_bit) != 0};
  }
  all[no_meter] = {true, false, Quality::missing, false, false};
  return all;
}();

std::uint8_t code_of(const IntervalEnergy& meter) {
  return static_cast<std::uint8_t>(quality_code(meter.quality) | (meter.gap ? gap_bit : 0) |
                                   (meter.unconfirmed ? unconfirmed_bit : 0));
}

/// Where the parts stand, checked against the length of the bytes.
class Layout {
 public:
  static Result<Layout> of(std::string_view bytes) {
    if (bytes.size() < 4) return Error{"the energies end too early"};
    Layout layout{bytes, get_32(bytes, 0)};
    if (layout.rows > limits::meter_numbers + 1) return Error{"more meters than a site can have"};
    if (bytes.size() < layout.exported_at()) return Error{"the energies end too early"};
    layout.exported = get_32(bytes, layout.exported_at() - 4);
    if (layout.exported > layout.rows ||
        bytes.size() != layout.exported_at() + layout.exported * exported_size)
      return Error{"the energies have another length than their numbers say"};
    return layout;
  }

  std::string_view bytes;
  std::size_t rows;
  std::size_t exported = 0;

  const Code& code(std::size_t row) const {
    return codes[static_cast<std::uint8_t>(bytes[4 + row])];
  }
  Joules imported(std::size_t row) const { return Joules{get_64(bytes, 4 + rows + 8 * row)}; }
  std::size_t exported_at() const { return 4 + 9 * rows + 4; }
  std::size_t exported_row(std::size_t i) const {
    return get_32(bytes, exported_at() + i * exported_size);
  }
  Joules exported_energy(std::size_t i) const {
    return Joules{get_64(bytes, exported_at() + i * exported_size + 4)};
  }
};

/// "" for a sound row.
std::string_view fault(const Layout& layout, std::size_t row) {
  const auto& code = layout.code(row);
  if (!code.known) return "a quality that this version does not know";
  if (code.quality != Quality::missing || layout.imported(row) == Joules{}) return {};
  return code.is_meter ? "an energy of `missing`" : "an energy of no meter";
}

MeterRow sound_row(const Layout& layout, std::size_t row) {
  const auto& code = layout.code(row);
  return {static_cast<std::uint32_t>(row),
          code.quality,
          code.has_gap,
          code.unconfirmed,
          layout.imported(row),
          {}};
}

}  // namespace

std::string encode_energies(std::span<const IntervalEnergy> meters,
                            std::span<const std::uint32_t> numbers) {
  const std::size_t rows =
      numbers.empty() ? 0 : std::size_t{*std::max_element(numbers.begin(), numbers.end())} + 1;
  std::string bytes(4 + 9 * rows, '\0');
  put(bytes, rows, 0, 4);
  std::fill_n(bytes.begin() + 4, rows, static_cast<char>(no_meter));
  std::vector<std::pair<std::uint32_t, Joules>> exported;
  for (std::size_t i = 0; i < meters.size(); ++i) {
    const auto& meter = meters[i];
    bytes[4 + numbers[i]] = static_cast<char>(code_of(meter));
    if (meter.quality == Quality::missing) continue;
    put(bytes, static_cast<std::uint64_t>(meter.imported.count), 4 + rows + 8 * numbers[i], 8);
    if (meter.exported != Joules{}) exported.emplace_back(numbers[i], meter.exported);
  }
  std::sort(exported.begin(), exported.end());
  auto at = bytes.size();
  bytes.resize(at + 4 + exported.size() * exported_size);
  put(bytes, exported.size(), at, 4);
  at += 4;
  for (const auto& [row, energy] : exported) {
    put(bytes, row, at, 4);
    put(bytes, static_cast<std::uint64_t>(energy.count), at + 4, 8);
    at += exported_size;
  }
  return bytes;
}

Result<std::vector<MeterRow>> decode_energies(std::string_view bytes) {
  const auto layout = Layout::of(bytes);
  if (!layout) return layout.error();
  std::vector<MeterRow> all;
  all.reserve(layout->rows);
  std::size_t next = 0;  // exported energy
  for (std::size_t i = 0; i < layout->rows; ++i) {
    if (const auto wrong = fault(*layout, i); !wrong.empty()) return Error{std::string(wrong)};
    if (!layout->code(i).is_meter) continue;
    auto& row = all.emplace_back(sound_row(*layout, i));
    if (next < layout->exported && layout->exported_row(next) == i) {
      row.exported = layout->exported_energy(next++);
      if (row.exported == Joules{} || row.quality == Quality::missing)
        return Error{"an exported energy that should not be written"};
    }
  }
  if (next != layout->exported) return Error{"an exported energy out of order, or of no meter"};
  if (layout->rows > 0 && !layout->code(layout->rows - 1).is_meter)
    return Error{"a last row without a meter"};
  return all;
}

Result<std::optional<MeterRow>> energies_of(std::string_view bytes, std::uint32_t number) {
  const auto layout = Layout::of(bytes);
  if (!layout) return layout.error();
  if (number >= layout->rows) return std::optional<MeterRow>{};
  if (const auto wrong = fault(*layout, number); !wrong.empty()) return Error{std::string(wrong)};
  if (!layout->code(number).is_meter) return std::optional<MeterRow>{};
  auto row = sound_row(*layout, number);
  for (std::size_t i = 0; i < layout->exported; ++i)
    if (layout->exported_row(i) == number) row.exported = layout->exported_energy(i);
  return std::optional{row};
}

}  // namespace pue::ledger

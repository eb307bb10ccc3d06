#include "ledger/meter_evidence.h"

#include <algorithm>
#include <numeric>

#include "ledger/record_reader.h"

namespace pue::ledger {
namespace {

using energy::BoundaryEvidence;
using energy::Direction;
using energy::DirectionEvidence;
using energy::IntervalEnergy;
using energy::Quality;
using energy::RegisterBounds;

constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;

std::uint8_t has(Direction d) { return d == Direction::imported ? 1 : 2; }
std::uint8_t start_given(Direction d) { return d == Direction::imported ? 4 : 8; }
std::uint8_t end_bounded(Direction d) { return d == Direction::imported ? 16 : 32; }
std::uint8_t start_bounded(Direction d) { return d == Direction::imported ? 64 : 128; }

/// Modulo 2^64, so that no difference of two energies is out of range.
std::int64_t minus(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
std::int64_t plus(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

std::int64_t milliseconds_up(Duration time) {
  const auto whole = time.count() / nanoseconds_per_millisecond;
  return whole + (time.count() % nanoseconds_per_millisecond > 0 ? 1 : 0);
}

/// The columns of a boundary that readings bound.
struct BoundedColumns {
  std::int64_t before = 0;
  std::int64_t base_shift = 0;
  std::int64_t x_over_base = 0;
  std::int64_t step = 0;
  std::int64_t after_shift = 0;
  std::int64_t below = 0;
  std::int64_t above = 0;
  std::int64_t withheld = 0;
  std::int64_t before_ms = 0;
  std::int64_t after_ms = 0;
};
constexpr std::array bounded_columns = {&BoundedColumns::before, &BoundedColumns::base_shift,
                                        &BoundedColumns::x_over_base, &BoundedColumns::step,
                                        &BoundedColumns::after_shift};
constexpr std::array size_columns = {&BoundedColumns::below, &BoundedColumns::above,
                                     &BoundedColumns::withheld};
constexpr std::array time_columns = {&BoundedColumns::before_ms, &BoundedColumns::after_ms};

BoundedColumns columns_of(const BoundaryEvidence& boundary, UtcTime at) {
  const RegisterBounds& b = *boundary.bounds;
  BoundedColumns columns;
  columns.before = b.before.raw.count;
  columns.base_shift = minus(b.base.count, b.before.raw.count);
  columns.x_over_base = minus(boundary.x.count, b.base.count);
  columns.step = b.step.count;
  columns.after_shift = minus(minus(b.after.raw.count, b.before.raw.count), b.step.count);
  columns.below = b.below.count;
  columns.above = b.above.count;
  columns.withheld = b.withheld.count;
  columns.before_ms = milliseconds_up(at - b.before.at);
  columns.after_ms = milliseconds_up(b.after.at - at);
  return columns;
}

UtcTime shifted(UtcTime at, std::int64_t milliseconds) {
  return UtcTime{Duration{plus(at.time_since_epoch().count(),
                               static_cast<std::int64_t>(static_cast<std::uint64_t>(milliseconds) *
                                                         nanoseconds_per_millisecond))}};
}

BoundaryEvidence boundary_of(const BoundedColumns& columns, UtcTime at) {
  RegisterBounds b;
  b.before = {shifted(at, minus(0, columns.before_ms)), Joules{columns.before}};
  b.base = Joules{plus(columns.before, columns.base_shift)};
  b.step = Joules{columns.step};
  b.after = {shifted(at, columns.after_ms),
             Joules{plus(plus(columns.before, columns.step), columns.after_shift)}};
  b.below = Joules{columns.below};
  b.above = Joules{columns.above};
  b.withheld = Joules{columns.withheld};
  return {Joules{plus(b.base.count, columns.x_over_base)}, b};
}

void append_boundaries(std::string& bytes, const std::vector<const BoundaryEvidence*>& boundaries,
                       UtcTime at) {
  std::vector<BoundedColumns> bounded;
  for (const auto* one : boundaries)
    if (one->bounds) bounded.push_back(columns_of(*one, at));
  for (const auto column : bounded_columns)
    for (const auto& one : bounded) append_signed(bytes, one.*column);
  for (const auto column : size_columns)
    for (const auto& one : bounded) append_unsigned(bytes, static_cast<std::uint64_t>(one.*column));
  for (const auto column : time_columns)
    for (const auto& one : bounded) append_signed(bytes, one.*column);
  for (const auto* one : boundaries)
    if (!one->bounds) append_signed(bytes, one->x.count);
}

/// `bounded`: of each boundary in turn, whether readings bound it.
std::vector<BoundaryEvidence> read_boundaries(RecordReader& reader,
                                              const std::vector<bool>& bounded, UtcTime at) {
  std::vector<BoundedColumns> columns(
      static_cast<std::size_t>(std::count(bounded.begin(), bounded.end(), true)));
  for (const auto column : bounded_columns)
    for (auto& one : columns) one.*column = reader.signed_number();
  for (const auto column : size_columns)
    for (auto& one : columns) one.*column = reader.size().count;
  for (const auto column : time_columns)
    for (auto& one : columns) one.*column = reader.signed_number();
  std::vector<BoundaryEvidence> boundaries;
  auto next = columns.begin();
  for (const bool one : bounded) {
    if (one)
      boundaries.push_back(boundary_of(*next++, at));
    else
      boundaries.push_back({Joules{}, std::nullopt});
  }
  for (auto& one : boundaries)
    if (!one.bounds) one.x = Joules{reader.signed_number()};
  return boundaries;
}

/// The meters with an energy, by rising number, as indices.
std::vector<std::size_t> in_order(std::span<const IntervalEnergy> meters,
                                  std::span<const std::uint32_t> numbers) {
  std::vector<std::size_t> order(meters.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  order.erase(std::remove_if(order.begin(), order.end(),
                             [&](auto i) { return meters[i].quality == Quality::missing; }),
              order.end());
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return numbers[a] < numbers[b]; });
  return order;
}

std::int64_t claimed(Direction direction, Joules imported, Joules exported) {
  return direction == Direction::imported ? imported.count : exported.count;
}

/// What is written of one direction, with its start only where it is not known from before.
struct Written {
  std::uint32_t number;
  const IntervalEnergy* meter;
  const DirectionEvidence* of;
  bool start_known;
};

std::vector<Written> directions_of(const IntervalEnergy& meter, std::uint32_t number, UtcTime start,
                                   const EvidenceChain& before) {
  std::vector<Written> found;
  if (!meter.evidence) return found;
  for (const auto direction : energy::directions) {
    for (const auto& one : meter.evidence->directions) {
      if (one.direction != direction) continue;
      const auto* known = before.find(number, direction, start);
      found.push_back({number, &meter, &one, known != nullptr && *known == one.start});
    }
  }
  return found;
}

std::uint8_t mask_of(const std::vector<Written>& directions) {
  std::uint8_t mask = 0;
  for (const auto& one : directions) {
    const auto d = one.of->direction;
    mask |= has(d);
    if (one.of->end.bounds) mask |= end_bounded(d);
    if (one.start_known) continue;
    mask |= start_given(d);
    if (one.of->start.bounds) mask |= start_bounded(d);
  }
  return mask;
}

/// A bit without the one that it belongs to says nothing.
bool sound(std::uint8_t mask) {
  for (const auto d : energy::directions) {
    if (!(mask & has(d)) && (mask & (start_given(d) | end_bounded(d)))) return false;
    if (!(mask & start_given(d)) && (mask & start_bounded(d))) return false;
  }
  return true;
}

void append_directions(std::string& bytes, const std::vector<Written>& all,
                       const Period& interval) {
  for (const auto& one : all)
    append_signed(bytes,
                  minus(one.of->integral.count,
                        claimed(one.of->direction, one.meter->imported, one.meter->exported)));
  for (const auto& one : all) append_signed(bytes, (interval.length() - one.of->observed).count());
  for (const auto& one : all)
    append_unsigned(bytes, static_cast<std::uint64_t>(one.of->clamped.count));
  std::vector<const BoundaryEvidence*> ends, starts;
  for (const auto& one : all) {
    ends.push_back(&one.of->end);
    if (!one.start_known) starts.push_back(&one.of->start);
  }
  append_boundaries(bytes, ends, interval.end);
  append_boundaries(bytes, starts, interval.start);
}

/// A direction to be read, in its place.
struct Place {
  std::size_t meter;
  std::size_t direction;
  std::uint8_t mask;
};

EvidenceHead read_head(RecordReader& reader, std::span<const MeterRow> rows,
                       const Period& interval) {
  const auto known = static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [](const auto& row) { return row.quality != Quality::missing; }));
  EvidenceHead head{std::vector<Joules>(known), std::vector<Joules>(known), {}, 0};
  reader.sizes(known, [&](auto i, Joules value) { head.resolution[i] = value; });
  reader.sizes(known, [&](auto i, Joules value) { head.clamped[i] = value; });
  std::size_t i = 0;
  for (const auto& row : rows) {
    if (row.quality == Quality::missing) continue;
    if (row.has_gap) {
      head.gap.resize(known);
      head.gap[i] = reader.period(interval.start);
    }
    ++i;
  }
  head.bytes = reader.position();
  return head;
}

std::vector<MeterEvidence> without_directions(EvidenceHead head, std::span<const MeterRow> rows) {
  std::vector<MeterEvidence> meters;
  meters.reserve(head.resolution.size());
  for (const auto& row : rows) {
    if (row.quality == Quality::missing) continue;
    const auto i = meters.size();
    meters.push_back({row.number,
                      head.resolution[i],
                      head.clamped[i],
                      head.gap.empty() ? std::nullopt : head.gap[i],
                      {}});
  }
  return meters;
}

std::vector<std::uint8_t> read_masks(RecordReader& reader, std::size_t meters) {
  std::vector<std::uint8_t> masks;
  for (std::size_t m = 0; m < meters; ++m) {
    masks.push_back(reader.byte());
    if (!sound(masks.back())) reader.fail("a mask that says nothing");
  }
  return masks;
}

void read_directions(RecordReader& reader, std::vector<MeterEvidence>& meters,
                     const std::vector<Place>& places, const std::vector<std::int64_t>& energies,
                     const Period& interval) {
  const auto at = [&](const Place& place) -> StoredDirection& {
    return meters[place.meter].directions[place.direction];
  };
  for (std::size_t i = 0; i < places.size(); ++i)
    at(places[i]).integral = Joules{plus(energies[i], reader.signed_number())};
  for (const auto& place : places)
    at(place).observed = Duration{minus(interval.length().count(), reader.signed_number())};
  for (const auto& place : places) at(place).clamped = reader.size();
  std::vector<bool> ends, starts;
  for (const auto& place : places) {
    const auto d = at(place).direction;
    ends.push_back((place.mask & end_bounded(d)) != 0);
    if (place.mask & start_given(d)) starts.push_back((place.mask & start_bounded(d)) != 0);
  }
  const auto read_ends = read_boundaries(reader, ends, interval.end);
  const auto read_starts = read_boundaries(reader, starts, interval.start);
  auto next = read_starts.begin();
  for (std::size_t i = 0; i < places.size(); ++i) {
    auto& direction = at(places[i]);
    direction.end = read_ends[i];
    if (places[i].mask & start_given(direction.direction)) direction.start = *next++;
  }
}

}  // namespace

void EvidenceChain::follow(std::span<const IntervalEnergy> meters,
                           std::span<const std::uint32_t> numbers, UtcTime end) {
  at_ = end;
  ends_.clear();
  for (std::size_t i = 0; i < meters.size(); ++i) {
    if (!meters[i].evidence || meters[i].quality == Quality::missing) continue;
    for (const auto& one : meters[i].evidence->directions)
      ends_.push_back({numbers[i], one.direction, one.end});
  }
  const auto before = [](const End& a, const End& b) { return a.place() < b.place(); };
  if (!std::is_sorted(ends_.begin(), ends_.end(), before))
    std::sort(ends_.begin(), ends_.end(), before);
}

const BoundaryEvidence* EvidenceChain::find(std::uint32_t number, Direction direction,
                                            UtcTime at) const {
  if (at != at_) return nullptr;
  const std::pair place(number, direction);
  const auto found =
      std::lower_bound(ends_.begin(), ends_.end(), place,
                       [](const End& one, const auto& wanted) { return one.place() < wanted; });
  return found == ends_.end() || found->place() != place ? nullptr : &found->boundary;
}

std::optional<energy::IntervalEvidence> complete(const MeterEvidence& stored, UtcTime start,
                                                 const EvidenceChain& before) {
  energy::IntervalEvidence whole;
  for (const auto& one : stored.directions) {
    const auto* begin = one.start ? &*one.start : before.find(stored.number, one.direction, start);
    if (begin == nullptr) return std::nullopt;
    whole.directions.push_back(
        {one.direction, *begin, one.end, one.integral, one.observed, one.clamped});
  }
  return whole;
}

std::string encode_evidence(std::span<const IntervalEnergy> meters,
                            std::span<const std::uint32_t> numbers, const Period& interval,
                            const EvidenceChain& before) {
  std::string bytes;
  const auto order = in_order(meters, numbers);
  for (const auto i : order)
    append_unsigned(bytes, static_cast<std::uint64_t>(meters[i].resolution.count));
  for (const auto i : order)
    append_unsigned(bytes, static_cast<std::uint64_t>(meters[i].clamped.count));
  for (const auto i : order)
    if (meters[i].gap) append_period(bytes, *meters[i].gap, interval.start);
  std::vector<Written> all;
  for (const auto i : order) {
    const auto own = directions_of(meters[i], numbers[i], interval.start, before);
    bytes.push_back(static_cast<char>(mask_of(own)));
    all.insert(all.end(), own.begin(), own.end());
  }
  append_directions(bytes, all, interval);
  return bytes;
}

Result<std::vector<MeterEvidence>> decode_evidence(std::string_view bytes,
                                                   std::span<const MeterRow> rows,
                                                   const Period& interval) {
  RecordReader reader(bytes);
  auto meters = without_directions(read_head(reader, rows, interval), rows);
  const auto masks = read_masks(reader, meters.size());
  if (reader.failed()) return *reader.error();
  std::vector<Place> places;
  std::vector<std::int64_t> energies;
  auto row = rows.begin();
  for (std::size_t m = 0; m < meters.size(); ++m, ++row) {
    while (row->quality == Quality::missing) ++row;
    for (const auto direction : energy::directions) {
      if (!(masks[m] & has(direction))) continue;
      places.push_back({m, meters[m].directions.size(), masks[m]});
      meters[m].directions.push_back({direction, {}, {}, {}, {}, {}});
      energies.push_back(claimed(direction, row->imported, row->exported));
    }
  }
  read_directions(reader, meters, places, energies, interval);
  if (const auto& error = reader.finish()) return *error;
  return meters;
}

Result<EvidenceHead> decode_evidence_head(std::string_view bytes, std::span<const MeterRow> rows,
                                          const Period& interval) {
  RecordReader reader(bytes);
  auto head = read_head(reader, rows, interval);
  if (reader.failed()) return *reader.error();
  return head;
}

}  // namespace pue::ledger

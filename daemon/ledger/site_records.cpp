#include "ledger/site_records.h"

#include <fmt/format.h>

#include <cmath>

#include "base/limits.h"
#include "ledger/record_reader.h"

namespace pue::ledger {
namespace {

constexpr std::size_t longest_text = limits::csv_line_bytes;

void append_number(std::string& bytes, const std::optional<std::int64_t>& number) {
  bytes.push_back(number ? 1 : 0);
  if (number) append_signed(bytes, *number);
}

std::optional<std::int64_t> optional_number(RecordReader& reader) {
  const auto present = reader.byte();
  if (present > 1) reader.fail("a presence that is neither 0 nor 1");
  if (present != 1) return std::nullopt;
  return reader.signed_number();
}

template <class Entry>
Result<Entry> finished(RecordReader& reader, Entry entry) {
  if (const auto& error = reader.finish()) return *error;
  return entry;
}

std::optional<std::int64_t> thousandths(const std::optional<double>& reading) {
  if (!reading) return std::nullopt;
  return std::llround(*reading * 1000);
}

/// Who did it, and why: of what people enter.
template <class Entry>
void append_reason(std::string& bytes, const Entry& entry) {
  append_text(bytes, entry.who);
  append_text(bytes, entry.why);
  append_text(bytes, entry.ticket);
}

template <class Entry>
void read_reason(RecordReader& reader, Entry& entry) {
  entry.who = reader.text(longest_text);
  entry.why = reader.text(longest_text);
  entry.ticket = reader.text(longest_text);
}

}  // namespace

EventEntry entry_of(const engine::SeenSwap& swap) {
  const auto& [before, after] = swap.numbers;
  return {swap.at, swap.meter, std::string(engine::name(engine::MeterEvent::Kind::swap)), {},
          {},      "pued",     fmt::format("serial number {} → {}", before, after),       ""};
}

EventEntry entry_of(const engine::MeterEvent& event, const std::string& meter) {
  return {event.at,
          meter,
          std::string(engine::name(event.kind)),
          thousandths(event.final_reading),
          thousandths(event.initial_reading),
          event.who,
          event.why,
          event.ticket};
}

std::string encode(const Inception& entry) {
  std::string bytes;
  append_text(bytes, entry.site);
  append_text(bytes, entry.key_name);
  bytes += view_of(entry.public_key);
  append_unsigned(bytes, static_cast<std::uint64_t>(entry.interval.count()));
  append_text(bytes, entry.version);
  return bytes;
}

Result<Inception> decode_inception(std::string_view body) {
  RecordReader reader(body);
  Inception entry;
  entry.site = reader.text(longest_text);
  entry.key_name = reader.text(longest_text);
  entry.public_key = reader.array<32>();
  entry.interval = Duration{static_cast<std::int64_t>(reader.number_up_to(
      static_cast<std::uint64_t>(Duration::max().count()), "an interval beyond the year 2262"))};
  entry.version = reader.text(longest_text);
  return finished(reader, std::move(entry));
}

std::string encode(const Start& entry) {
  std::string bytes;
  append_text(bytes, entry.version);
  return bytes;
}

Result<Start> decode_start(std::string_view body) {
  RecordReader reader(body);
  return finished(reader, Start{reader.text(longest_text)});
}

std::string encode(const Stop& entry) { return encode(Start{entry.version}); }

Result<Stop> decode_stop(std::string_view body) {
  RecordReader reader(body);
  return finished(reader, Stop{reader.text(longest_text)});
}

std::string encode(const ClockStep& entry) {
  std::string bytes;
  append_time(bytes, entry.from);
  append_time(bytes, entry.to);
  return bytes;
}

Result<ClockStep> decode_clock_step(std::string_view body) {
  RecordReader reader(body);
  ClockStep entry;
  entry.from = reader.time();
  entry.to = reader.time();
  return finished(reader, entry);
}

std::string encode(const ClockState& entry) {
  std::string bytes;
  append_time(bytes, entry.at);
  bytes.push_back(static_cast<char>(entry.sync));
  if (entry.maximum_error)
    append_unsigned(bytes, static_cast<std::uint64_t>(entry.maximum_error->count()));
  return bytes;
}

Result<ClockState> decode_clock_state(std::string_view body) {
  RecordReader reader(body);
  ClockState entry;
  entry.at = reader.time();
  const auto sync = reader.byte();
  if (sync > static_cast<std::uint8_t>(engine::ClockSync::unsynchronised))
    reader.fail("a state of the clock that is not known");
  else
    entry.sync = static_cast<engine::ClockSync>(sync);
  if (entry.sync == engine::ClockSync::synchronised)
    entry.maximum_error = Duration{static_cast<std::int64_t>(reader.number_up_to(
        static_cast<std::uint64_t>(Duration::max().count()), "an error of the clock"))};
  return finished(reader, entry);
}

std::string encode(const Import& entry) {
  std::string bytes;
  append_text(bytes, entry.source);
  bytes += view_of(entry.content);
  append_text(bytes, entry.version);
  return bytes;
}

Result<Import> decode_import(std::string_view body) {
  RecordReader reader(body);
  Import entry;
  entry.source = reader.text(longest_text);
  entry.content = reader.array<32>();
  entry.version = reader.text(longest_text);
  return finished(reader, std::move(entry));
}

std::string encode(const EventEntry& entry) {
  std::string bytes;
  append_time(bytes, entry.at);
  append_text(bytes, entry.meter);
  append_text(bytes, entry.kind);
  append_number(bytes, entry.final_reading);
  append_number(bytes, entry.initial_reading);
  append_reason(bytes, entry);
  return bytes;
}

Result<EventEntry> decode_event(std::string_view body) {
  RecordReader reader(body);
  EventEntry entry;
  entry.at = reader.time();
  entry.meter = reader.text(longest_text);
  entry.kind = reader.text(longest_text);
  entry.final_reading = optional_number(reader);
  entry.initial_reading = optional_number(reader);
  read_reason(reader, entry);
  return finished(reader, std::move(entry));
}

std::string encode(const Correction& entry) {
  std::string bytes;
  append_text(bytes, entry.meter);
  bytes.push_back(entry.direction == energy::Direction::imported ? 1 : 2);
  append_time(bytes, entry.period.start);
  append_time(bytes, entry.period.end);
  append_number(bytes, entry.before ? std::optional(entry.before->count) : std::nullopt);
  append_signed(bytes, entry.after.count);
  append_reason(bytes, entry);
  return bytes;
}

Result<Correction> decode_correction(std::string_view body) {
  RecordReader reader(body);
  Correction entry;
  entry.meter = reader.text(longest_text);
  const auto direction = reader.byte();
  if (direction != 1 && direction != 2) reader.fail("a direction that is neither 1 nor 2");
  entry.direction = direction == 2 ? energy::Direction::exported : energy::Direction::imported;
  entry.period.start = reader.time();
  entry.period.end = reader.time();
  if (entry.period.end <= entry.period.start) reader.fail("a correction of no time");
  if (const auto before = optional_number(reader)) entry.before = Joules{*before};
  entry.after = Joules{reader.signed_number()};
  read_reason(reader, entry);
  return finished(reader, std::move(entry));
}

}  // namespace pue::ledger

#include "ledger/site_records.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

template <class Decode>
void only_whole(const std::string& bytes, Decode decode) {
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(decode(bytes.substr(0, size)).has_error());
  CHECK(decode(bytes + '\0').has_error());
}

}  // namespace

TEST_CASE("the inception names the site and its key") {
  Inception entry{"horinger-a", "pued.horinger-a", {}, 900s, "0.1.0"};
  entry.public_key.fill(0x55);
  const auto bytes = encode(entry);
  // 900 s = 900,000,000,000 ns = 80 d0 b8 e1 98 1a in groups of seven bits
  CHECK(bytes == "\x0ahoringer-a\x0fpued.horinger-a"s + std::string(32, '\x55') +
                     "\x80\xd0\xb8\xe1\x98\x1a\x05"s + "0.1.0");
  CHECK(*decode_inception(bytes) == entry);
  only_whole(bytes, decode_inception);
}

TEST_CASE("starts, stops and steps of the clock come back") {
  CHECK(encode(Start{"0.1.0"}) == "\x05"s + "0.1.0");
  CHECK(*decode_start(encode(Start{"0.1.0"})) == Start{"0.1.0"});
  CHECK(*decode_stop(encode(Stop{"0.1.0"})) == Stop{"0.1.0"});
  only_whole(encode(Stop{"0.1.0"}), decode_stop);
  const ClockStep step{UtcTime{-1ns}, UtcTime{64ns}};
  CHECK(encode(step) == "\x01\x80\x01"s);
  CHECK(*decode_clock_step(encode(step)) == step);
  only_whole(encode(step), decode_clock_step);
}

TEST_CASE("the state of the clock has its greatest error when it is kept, and only then") {
  using engine::ClockSync;
  const ClockState kept{UtcTime{64ns}, ClockSync::synchronised, 300ns};
  CHECK(encode(kept) == "\x80\x01\x01\xac\x02"s);  // 300 = 2 · 128 + 44
  const ClockState free{UtcTime{-1ns}, ClockSync::unsynchronised, {}};
  CHECK(encode(free) == "\x01\x02"s);
  const ClockState unknown{UtcTime{0ns}, ClockSync::unknown, {}};
  CHECK(encode(unknown) == "\x00\x00"s);
  for (const auto& state : {kept, free, unknown}) {
    CHECK(*decode_clock_state(encode(state)) == state);
    only_whole(encode(state), decode_clock_state);
  }
  CHECK(decode_clock_state("\x00\x03"s).has_error());
  // 2^63 ns is more than can be named: nine groups of 0 and a 1.
  CHECK(decode_clock_state("\x00\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"s).has_error());
  CHECK(decode_clock_state("\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f"s).has_value());
}

TEST_CASE("an import names its file and the hash of it") {
  Import entry{"readings.csv", {}, "0.1.0"};
  entry.content.fill(0xcc);
  CHECK(encode(entry) == "\x0creadings.csv"s + std::string(32, '\xcc') + "\x05"s + "0.1.0");
  CHECK(*decode_import(encode(entry)) == entry);
  only_whole(encode(entry), decode_import);
}

TEST_CASE("an event of the engine has its readings in thousandths") {
  engine::MeterEvent event;
  event.at = UtcTime{64ns};
  event.kind = engine::MeterEvent::Kind::ct_change;
  event.final_reading = 1234.5678;
  event.who = "Li";
  CHECK(entry_of(event, "pdu-1") ==
        EventEntry{UtcTime{64ns}, "pdu-1", "ct_change", 1'234'568, {}, "Li", "", ""});
}

TEST_CASE("an event says who, why and what was read, and an absent reading is none") {
  const EventEntry swap{UtcTime{64ns}, "pdu-1", "swap", 1500, 0, "Li", "display", "T-17"};
  CHECK(encode(swap) ==
        "\x80\x01\x05pdu-1\x04swap\x01\xb8\x17\x01\x00\x02Li\x07"s + "display" + "\x04T-17"s);
  CHECK(*decode_event(encode(swap)) == swap);
  only_whole(encode(swap), decode_event);
  EventEntry outage = swap;
  outage.final_reading.reset();
  outage.initial_reading.reset();
  CHECK(*decode_event(encode(outage)) == outage);
  auto damaged = encode(outage);
  damaged[2 + 6 + 5] = 2;  // a presence that is neither
  CHECK(decode_event(damaged).has_error());
}

TEST_CASE("a correction says what was known and what is known now") {
  Correction entry{"grid",
                   energy::Direction::exported,
                   {UtcTime{0s}, UtcTime{900s}},
                   {},
                   Joules{-3},
                   "li",
                   "bill",
                   "T-1"};
  // 900 s = 900,000,000,000 ns, folded 1,800,000,000,000 = 80 a0 f1 c2 b1 34
  CHECK(encode(entry) == "\x04grid\x02\x00\x80\xa0\xf1\xc2\xb1\x34\x00\x05"s +
                             "\x02li\x04"
                             "bill\x03T-1");
  CHECK(*decode_correction(encode(entry)) == entry);
  entry.before = Joules{5};
  CHECK(*decode_correction(encode(entry)) == entry);
  only_whole(encode(entry), decode_correction);
  entry.period.end = entry.period.start;
  CHECK(decode_correction(encode(entry)).has_error());
}

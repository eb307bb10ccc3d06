// Every bound of the program in one place. Input beyond a bound is an error or is dropped and
// counted; nothing grows without one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace pue::limits {

using namespace std::chrono_literals;

inline constexpr std::size_t config_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t config_depth = 16;
inline constexpr std::size_t config_errors = 100;
inline constexpr std::size_t meters = 20'000;
/// Lasting numbers of a ledger's meters: all that a site ever had.
inline constexpr std::size_t meter_numbers = 1'000'000;
inline constexpr std::size_t meter_tree_depth = 64;  // parents above a meter
inline constexpr std::size_t virtual_meters = 5'000;
inline constexpr std::size_t formula_depth = 16;           // virtual meters within virtual meters
inline constexpr std::size_t formula_terms = 1'000'000;    // of all formulas, written out
inline constexpr std::int64_t formula_coefficient = 1000;  // of one meter in one sum
inline constexpr std::size_t points_per_meter = 200;
inline constexpr std::size_t name_length = 63;
/// Detail of one interval of all meters, or the text of a configuration.
inline constexpr std::size_t ledger_blob_bytes = 64 * 1024 * 1024;
/// Whole calendar years before the current one whose detail a rule keeps. A start reads 762 days
/// back, for the figures of the last year and the one before.
inline constexpr std::uint64_t least_detail_years = 3;
inline constexpr std::uint64_t most_detail_years = 100;
inline constexpr std::size_t csv_line_bytes = 4096;
/// A signed note, which must have room for 16 signatures of up to 5 kB (C2SP signed-note).
inline constexpr std::size_t note_bytes = 256 * 1024;

inline constexpr std::uint16_t registers_per_request =
    125;                                                 // Modbus Application Protocol 1.1b3, 6.3
inline constexpr std::uint16_t bits_per_request = 2000;  // the same, 6.1
inline constexpr std::size_t mbap_frame_bytes = 260;     // 7 header + 253 PDU
inline constexpr std::size_t rtu_frame_bytes = 256;      // Modbus over Serial Line 1.02, 2.5.1
/// On one connection, where answers carry no transaction id; then another one is opened.
inline constexpr std::size_t unanswered_requests = 16;

inline constexpr auto shortest_poll_interval = 100ms;
inline constexpr auto longest_poll_interval = 3600s;
inline constexpr auto connect_backoff_first = 500ms;
inline constexpr auto connect_backoff_longest = 60s;
/// Left to the ledger, the HTTP server and files by the links to meters when descriptors run out.
inline constexpr std::size_t reserved_descriptors = 64;
inline constexpr int unit_silences_to_quarantine = 3;
inline constexpr auto unit_quarantine_first = 5s;
inline constexpr auto unit_quarantine_longest = 300s;
/// Bus time that probes of silent units may take from the others.
inline constexpr double unit_probe_share = 0.05;
/// Of a busy bus's time, for what people ask through the daemon.
inline constexpr double guest_share = 0.2;
/// A bus's bytes are kept for so long after somebody looked at them, and so many pieces.
inline constexpr auto trace_kept_for = 10s;
inline constexpr std::size_t traced_pieces = 200;

/// A block that a unit refused is tried as a whole again after this: it may have been starting.
inline constexpr auto refusal_remembered = 24h;

/// Models in the chain of a SunSpec device; the longest known have about 30.
inline constexpr std::size_t sunspec_models = 64;
/// A SunSpec device that refuses its registers is asked for its models again after this at the
/// earliest: what it lacks is no reason to walk the chain in every tick.
inline constexpr auto sunspec_refusal_again = 1h;

/// Two valid powers further apart than this (or 3 polls, if longer) leave the time unknown.
inline constexpr auto power_gap = 60s;
/// Intervals without readings beyond this are no outage but a clock that was set (1970 → today
/// would be two million quarter hours): they are skipped.
inline constexpr auto longest_gap = 24h * 3660;
/// A register's unresolved boundaries, 400 days of quarter hours: longer outages merge.
inline constexpr std::size_t pending_boundaries = 400 * 96;
/// Meter intervals kept in memory while a meter's registers are awaited (80 bytes each): at 20
/// meters more than 400 days, at 1,000 meters 20 days.
inline constexpr std::size_t waiting_meter_intervals = 2'000'000;
/// Recognised register steps (glitch, reset, …) that nobody has asked for.
inline constexpr std::size_t step_events = 1000;
/// Closed intervals that no store has acknowledged, 7 days of quarter hours.
inline constexpr std::size_t unacknowledged_intervals = 7 * 96;

inline constexpr std::size_t http_header_bytes = 8 * 1024;
inline constexpr std::size_t http_connections = 256;
inline constexpr std::size_t http_answers = 32;  // under way: each holds its body
/// Questions to the ledger that are answered, wait for that, or whose answer is being sent.
inline constexpr std::size_t http_jobs = 4;
inline constexpr std::size_t http_series_points = 40'000;  // a year of quarter hours has 35,136
inline constexpr auto http_longest_period = 24h * 400;     // of a report or a bundle
/// Their intervals times the site's meters: a month of 1,000 meters, a year of 100. Such a bundle
/// has about 100 MB.
inline constexpr std::int64_t http_meter_intervals = 4'000'000;
inline constexpr auto http_view_age = 500ms;                    // requests within it share one view
inline constexpr std::size_t http_body_bytes = 4 * 1024;        // of a request
inline constexpr std::size_t http_discarded_bytes = 64 * 1024;  // read away after a refusal
inline constexpr auto http_idle = 10s;            // for a request to arrive completely
inline constexpr auto http_answer = 30s;          // for an answer to leave completely
inline constexpr auto http_document = 5min;       // for one from the ledger to leave completely
inline constexpr auto http_linger = 1s;           // for a refused peer to read its answer
inline constexpr auto http_accept_pause = 100ms;  // after accept failed

}  // namespace pue::limits

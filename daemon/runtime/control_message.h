// What puectl asks of the daemon and is answered (control_socket.h): JSON objects, a line each,
// whose "command" says which. Both ends are of one installation; it is no format for others.
#pragma once

#include <string>
#include <variant>

#include "base/result.h"
#include "modbus/exchange.h"
#include "modbus/link_settings.h"
#include "runtime/correcting.h"
#include "runtime/event_entry.h"
#include "runtime/wire_trace.h"

namespace pue::runtime {

/// To be asked of a bus that the daemon polls.
struct BusRequest {
  modbus::LinkAddress link;
  modbus::Request request;
};

/// The bytes of a unit that came after that number.
struct TraceRequest {
  modbus::LinkAddress link;
  std::uint8_t unit = 1;
  std::uint64_t after = 0;
};

using Request = std::variant<CorrectionRequest, EventRequest, BusRequest, TraceRequest>;

std::string question_of(const Request& request);
/// Error: it asks for something else, or is none of ours.
Result<Request> request_from(const std::string& question);

std::string answer_of(const CorrectionDone& done);
std::string answer_of(const EventEntered& entered);
/// Its times are of the machine's monotonic clock.
std::string answer_of(const modbus::Exchange& exchange);
/// The oldest of them, as many as a line holds.
std::string answer_of(const std::vector<TracedBytes>& pieces);
std::string answer_of(const Error& refusal);
template <class Done>
std::string answer_of(const Result<Done>& outcome) {
  return outcome ? answer_of(*outcome) : answer_of(outcome.error());
}

/// `Done` is CorrectionDone, EventEntered, modbus::Exchange or std::vector<TracedBytes>. The
/// outcome as it was; error: also an answer that is none of ours.
template <class Done>
Result<Done> outcome_from(const std::string& answer);

}  // namespace pue::runtime

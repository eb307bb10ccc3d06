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

namespace pue::runtime {

/// To be asked of a bus that the daemon polls.
struct BusRequest {
  modbus::LinkAddress link;
  modbus::Request request;
};

using Request = std::variant<CorrectionRequest, EventRequest, BusRequest>;

std::string question_of(const Request& request);
/// Error: it asks for something else, or is none of ours.
Result<Request> request_from(const std::string& question);

std::string answer_of(const CorrectionDone& done);
std::string answer_of(const EventEntered& entered);
/// Its times are of the machine's monotonic clock.
std::string answer_of(const modbus::Exchange& exchange);
std::string answer_of(const Error& refusal);
template <class Done>
std::string answer_of(const Result<Done>& outcome) {
  return outcome ? answer_of(*outcome) : answer_of(outcome.error());
}

/// `Done` is CorrectionDone, EventEntered or modbus::Exchange. The outcome as it was; error: also
/// an answer that is none of ours.
template <class Done>
Result<Done> outcome_from(const std::string& answer);

}  // namespace pue::runtime

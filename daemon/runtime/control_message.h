// What puectl asks of the daemon and is answered (control_socket.h): JSON objects, a line each,
// whose "command" says which. Both ends are of one installation; it is no format for others.
#pragma once

#include <string>
#include <variant>

#include "base/result.h"
#include "runtime/correcting.h"
#include "runtime/event_entry.h"

namespace pue::runtime {

using Request = std::variant<CorrectionRequest, EventRequest>;

std::string question_of(const Request& request);
/// Error: it asks for something else, or is none of ours.
Result<Request> request_from(const std::string& question);

std::string answer_of(const CorrectionDone& done);
std::string answer_of(const EventEntered& entered);
std::string answer_of(const Error& refusal);
template <class Done>
std::string answer_of(const Result<Done>& outcome) {
  return outcome ? answer_of(*outcome) : answer_of(outcome.error());
}

/// `Done` is CorrectionDone or EventEntered. The outcome as it was; error: also an answer that is
/// none of ours.
template <class Done>
Result<Done> outcome_from(const std::string& answer);

}  // namespace pue::runtime

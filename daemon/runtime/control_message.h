// A correction as it is asked of the daemon and answered (control_socket.h): JSON objects, a line
// each. Both ends are of one installation; it is no format for others.
#pragma once

#include <string>

#include "base/result.h"
#include "runtime/correcting.h"

namespace pue::runtime {

std::string question_of(const CorrectionRequest& request);
/// Error: it asks for something else, or is none of ours.
Result<CorrectionRequest> request_from(const std::string& question);

std::string answer_of(const Result<CorrectionDone>& outcome);
/// The outcome as it was; error: also an answer that is none of ours.
Result<CorrectionDone> outcome_from(const std::string& answer);

}  // namespace pue::runtime

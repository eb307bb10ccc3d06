#include "runtime/control_answers.h"

#include <spdlog/spdlog.h>

#include "runtime/control_message.h"
#include "runtime/user_name.h"

namespace pue::runtime {
namespace {

std::string carry_out(ReloadableSite& site, const CorrectionRequest& request) {
  spdlog::info("{} corrects {}: {}", request.who, request.meter, request.why);
  const auto outcome = site.correct(request);
  if (!outcome) spdlog::error("not corrected: {}", outcome.error().message);
  return answer_of(outcome);
}

std::string carry_out(ReloadableSite& site, const EventRequest& request) {
  spdlog::info("{} enters {} of {}: {}", request.who, request.kind, request.meter, request.why);
  const auto outcome = site.enter(request);
  if (!outcome) spdlog::error("event not entered: {}", outcome.error().message);
  return answer_of(outcome);
}

const Error exchanging{"the configuration is being exchanged; ask again"};

std::string carry_out(ReloadableSite& site, const BusRequest& asked) {
  const auto running = site.current();
  return answer_of(running ? running->ask(asked.link, asked.request) : exchanging);
}

std::string carry_out(ReloadableSite& site, const TraceRequest& asked) {
  const auto running = site.current();
  return answer_of(running ? running->trace(asked.link, asked.unit, asked.after) : exchanging);
}

}  // namespace

std::string control_answer(ReloadableSite& site, const std::string& question, uid_t user) {
  auto asked = request_from(question);
  if (!asked) return answer_of(asked.error());
  const auto for_user = [&](auto& request) {
    // What leaves nothing behind names nobody.
    if constexpr (requires { request.who; }) request.who = said_and_known(request.who, user);
    return carry_out(site, request);
  };
  return std::visit(for_user, *asked);
}

}  // namespace pue::runtime

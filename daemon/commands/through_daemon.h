// What a person has done: by the daemon that runs with the configuration, else by puectl itself.
#pragma once

#include "runtime/control_message.h"
#include "runtime/control_socket.h"

namespace pue::commands {

/// `here()` does it where no daemon answers. Error: also that a daemon is there and did not answer.
template <class Done, class Here>
Result<Done> through_daemon(const config::Configuration& configuration,
                            const runtime::Request& request, const Here& here) {
  if (configuration.control_socket.empty()) return here();
  const auto answer =
      runtime::ask_daemon(configuration.control_socket, runtime::question_of(request));
  if (!answer) return answer.error();
  return *answer ? runtime::outcome_from<Done>(**answer) : here();
}

}  // namespace pue::commands

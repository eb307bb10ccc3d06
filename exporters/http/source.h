// What the HTTP server asks the daemon for. It is asked on the HTTP thread, the ledger on another;
// nothing here may wait for the poll loop or the engine's tick.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "config/messages.h"
#include "exporters/api/explain.h"
#include "exporters/http/ledger_source.h"
#include "exporters/view.h"

namespace pue::http {

struct Source {
  /// The newest view, null before there is one. The server keeps at most one.
  std::function<std::shared_ptr<const View>()> view;
  /// The HTML of `/`; its style sheet is `/style.css`, its icons and scripts are none.
  std::function<std::string(const View&, config::Language)> page;
  /// The HTML of `/explain`: where one figure comes from.
  std::function<std::string(const View&, const api::Question&, config::Language)> explain;
  std::function<std::string()> style;
  /// `POST /-/reload`; empty unless --web.enable-lifecycle. Error: the located messages.
  std::function<Result<void>()> reload;
  LedgerSource ledger;
  /// Told of a failure that is our bug or the machine's, on either thread; may be empty.
  std::function<void(const std::string&)> log;
};

}  // namespace pue::http

// A link for a person at a terminal (`puectl read`, `scan`, `init`): blocking, one request at a
// time, over the same conversation as the daemon's.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "modbus/exchange.h"
#include "modbus/link_settings.h"

namespace pue::runtime {

class OneShotLink {
 public:
  /// Opens nothing yet; the connection is opened by the first read and kept.
  explicit OneShotLink(const modbus::LinkSettings& settings);
  ~OneShotLink();
  OneShotLink(const OneShotLink&) = delete;
  OneShotLink& operator=(const OneShotLink&) = delete;

  /// Blocks at most the link's timeout and busy bound.
  modbus::Exchange transact(const modbus::Request& request);
  /// The same; the error names unit, registers and link, and what to look at.
  Result<modbus::RegisterBlock> read(const modbus::Request& request);

 private:
  struct Wire;
  modbus::LinkSettings settings_;
  std::unique_ptr<Wire> wire_;
};

/// What a failure means for a person: what was asked, what came, what to check.
std::string explain(const modbus::Failure& failure, const modbus::Request& request,
                    const modbus::LinkSettings& link);

}  // namespace pue::runtime

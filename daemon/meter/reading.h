// One valid value of one point: all that the accounting ever learns from a bus or a readings file.
// A sentinel, a NaN or a failed request makes no Reading; it is absent.
#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "meter/quantity.h"

namespace pue::meter {

struct Reading {
  Moment at;  // midpoint of request and response
  MeterId meter;
  Quantity quantity = Quantity::active_power_w;
  double value = 0;  // finite, in the unit of the quantity's name, before `reverse`
  bool operator==(const Reading&) const = default;
};

}  // namespace pue::meter

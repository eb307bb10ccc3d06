#include "site/balance.h"

namespace pue::site {
namespace {

/// The part is at most `percent` of the whole, exactly; a side of 0 or below bears no estimate.
bool at_most(Joules part, Joules whole, std::int64_t percent) {
  __extension__ typedef __int128 Wide;
  return part == Joules{} || Wide{part.count} * 100 <= Wide{whole.count} * percent;
}

}  // namespace

bool SiteInterval::usable() const {
  constexpr std::int64_t most = 5;
  return facility && it && at_most(estimated_facility, *facility, most) &&
         at_most(estimated_it, *it, most);
}

bool SiteInterval::coverable() const {
  constexpr std::int64_t most = 1;
  return usable() && !clock_stepped && !unconfirmed &&
         at_most(estimated_facility, *facility, most) && at_most(estimated_it, *it, most);
}

}  // namespace pue::site

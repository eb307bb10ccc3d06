#include "runtime/clock.h"

namespace pue::runtime {

Moment now() { return {mono_now(), UtcTime{std::chrono::system_clock::now().time_since_epoch()}}; }

MonoTime mono_now() { return MonoTime{std::chrono::steady_clock::now().time_since_epoch()}; }

}  // namespace pue::runtime

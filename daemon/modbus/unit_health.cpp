#include "modbus/unit_health.h"

#include "base/limits.h"

namespace pue::modbus {
namespace {

bool gateway_gave_up(const Failure& failure) {
  return failure.kind == Failure::Kind::exception &&
         (failure.exception_code == 0x0A || failure.exception_code == 0x0B);
}

}  // namespace

bool is_silence(const Answer& answer) {
  const auto* failure = std::get_if<Failure>(&answer);
  return failure && (failure->kind == Failure::Kind::timeout || gateway_gave_up(*failure));
}

bool is_sign_of_life(const Answer& answer) {
  const auto* failure = std::get_if<Failure>(&answer);
  return !failure || failure->kind == Failure::Kind::bad_frame ||
         (failure->kind == Failure::Kind::exception && !gateway_gave_up(*failure));
}

bool is_answer(const Answer& answer) {
  const auto* failure = std::get_if<Failure>(&answer);
  return is_sign_of_life(answer) || gateway_gave_up(*failure);
}

UnitHealth::UnitHealth(std::uint64_t seed)
    : backoff_{limits::unit_quarantine_first, limits::unit_quarantine_longest, seed} {}

void UnitHealth::told(const Answer& answer, MonoTime now) {
  if (is_sign_of_life(answer)) {
    silences_ = 0;
    quarantined_ = false;
    backoff_.reset();
  } else if (is_silence(answer) && ++silences_ >= limits::unit_silences_to_quarantine) {
    quarantined_ = true;
    next_probe_ = now + backoff_.next();
  }
}

void UnitHealth::parole() {
  quarantined_ = false;
  silences_ = limits::unit_silences_to_quarantine - 1;
}

}  // namespace pue::modbus

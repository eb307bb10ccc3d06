#include "modbus/failure.h"

namespace pue::modbus {

std::string reason(const Failure& failure) {
  switch (failure.kind) {
    case Failure::Kind::timeout:
      return "timeout";
    case Failure::Kind::connect:
      return "connect";
    case Failure::Kind::disconnect:
      return "disconnect";
    case Failure::Kind::exception:
      return "exception_" + std::to_string(failure.exception_code);
    case Failure::Kind::bad_frame:
      return "bad_frame";
  }
  return "unknown";
}

}  // namespace pue::modbus

// Where a SunSpec device keeps its models: asked for the next range of registers and told what came
// back. It knows no points: what stands in a model is sunspec_map.h's affair.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "modbus/exchange.h"

namespace pue::meter {

/// One model of the chain.
struct SunSpecModel {
  std::uint16_t id = 0;
  std::uint16_t length = 0;  // registers after the header of two
  std::uint16_t header = 0;  // wire address of its id
  bool operator==(const SunSpecModel&) const = default;
};

/// "SunS" stands at holding register 40000, 50000 or 0 (SunSpec Information Model Specification,
/// 12041); behind it each model's id and length, the last id 0xFFFF. At most three markers, 64
/// headers and the end are asked for; then it is over, one way or the other.
class SunSpecDiscovery {
 public:
  enum class Step : std::uint8_t {
    ask_on,     // next() at once
    ask_later,  // the device said nothing of use; next(), when its turn comes
    found,      // models() is the whole chain
    failed,     // failure() says why; next() begins anew
  };

  modbus::RegisterRange next() const;
  Step told(const modbus::Answer& answer);
  /// The device may have restarted: what was seen of its chain is forgotten.
  void begin_anew();

  const std::vector<SunSpecModel>& models() const { return models_; }
  /// "sunspec_no_marker" or "sunspec_chain": stable names, as modbus::reason() has.
  std::string_view failure() const { return failure_; }
  /// The same for a person: "no end of the chain within 64 models".
  const std::string& detail() const { return detail_; }

 private:
  enum class Asked : std::uint8_t {
    marker,
    header,
    end,  // the id alone: a device may end behind 0xFFFF, without a length
  };

  Step told_marker(const modbus::Answer& answer);
  Step told_header(const std::vector<std::uint16_t>& words);
  Step try_next_base(Step step);
  Step no_marker_here();
  Step broken(std::string detail);

  Asked asked_ = Asked::marker;
  std::size_t base_ = 0;     // index of the place of the marker
  std::size_t without_ = 0;  // places that have been seen to have none
  std::uint16_t header_ = 0;
  std::vector<SunSpecModel> models_;
  std::string_view failure_;
  std::string detail_;
};

}  // namespace pue::meter

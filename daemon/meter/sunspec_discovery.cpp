#include "meter/sunspec_discovery.h"

#include <array>
#include <utility>

#include "base/limits.h"
#include "modbus/unit_health.h"

namespace pue::meter {
namespace {

constexpr std::array<std::uint16_t, 3> bases = {40000, 50000, 0};
constexpr std::uint16_t marker_high = 0x5375, marker_low = 0x6E53;  // "SunS"
constexpr std::uint16_t end_id = 0xFFFF;
constexpr std::uint32_t header_words = 2, last_address = 65535;

/// Exceptions 1 to 4: not these registers, or not by this function. Some devices answer 4 where
/// they have none. 5, 6 and 8 are of the moment, 10 and 11 a gateway's.
bool is_refusal(const modbus::Failure& failure) {
  return failure.kind == modbus::Failure::Kind::exception && failure.exception_code >= 1 &&
         failure.exception_code <= 4;
}

}  // namespace

modbus::RegisterRange SunSpecDiscovery::next() const {
  const auto address = asked_ == Asked::marker ? bases[base_] : header_;
  const std::uint16_t count = asked_ == Asked::end ? 1 : header_words;
  return {modbus::FunctionCode::read_holding_registers, address, count};
}

SunSpecDiscovery::Step SunSpecDiscovery::told(const modbus::Answer& answer) {
  if (asked_ == Asked::marker) return told_marker(answer);
  if (const auto* block = std::get_if<modbus::RegisterBlock>(&answer)) {
    return told_header(block->words);
  }
  if (!is_refusal(std::get<modbus::Failure>(answer))) return Step::ask_later;
  if (asked_ == Asked::end) return broken("it refuses the register where its next model should be");
  asked_ = Asked::end;
  return Step::ask_on;
}

void SunSpecDiscovery::begin_anew() {
  asked_ = Asked::marker;
  without_ = 0;
  models_.clear();
}

SunSpecDiscovery::Step SunSpecDiscovery::told_marker(const modbus::Answer& answer) {
  if (const auto* failure = std::get_if<modbus::Failure>(&answer)) {
    if (is_refusal(*failure)) return no_marker_here();
    // Some devices are silent, instead of refusing, where they have no registers.
    return modbus::is_silence(answer) ? try_next_base(Step::ask_later) : Step::ask_later;
  }
  const auto& words = std::get<modbus::RegisterBlock>(answer).words;
  if (words.size() != header_words || words[0] != marker_high || words[1] != marker_low) {
    return no_marker_here();
  }
  models_.clear();
  without_ = 0;
  header_ = static_cast<std::uint16_t>(bases[base_] + header_words);
  asked_ = Asked::header;
  return Step::ask_on;
}

SunSpecDiscovery::Step SunSpecDiscovery::told_header(const std::vector<std::uint16_t>& words) {
  const bool id_alone = asked_ == Asked::end;
  if (words.size() != (id_alone ? 1U : header_words)) return broken("an answer of another length");
  if (words[0] == end_id) {
    asked_ = Asked::marker;
    return Step::found;
  }
  if (id_alone) return broken("a model without a length");
  if (words[0] == 0) return broken("a model with the id 0");
  if (models_.size() == limits::sunspec_models) return broken("no end of the chain");
  const SunSpecModel model{words[0], words[1], header_};
  const auto following = std::uint32_t{header_} + header_words + model.length;
  if (following > last_address) return broken("a model that ends beyond 65535");
  models_.push_back(model);
  header_ = static_cast<std::uint16_t>(following);
  if (following == last_address) asked_ = Asked::end;
  return Step::ask_on;
}

SunSpecDiscovery::Step SunSpecDiscovery::try_next_base(Step step) {
  base_ = (base_ + 1) % bases.size();
  return step;
}

SunSpecDiscovery::Step SunSpecDiscovery::no_marker_here() {
  if (++without_ < bases.size()) return try_next_base(Step::ask_on);
  without_ = 0;
  failure_ = "sunspec_no_marker";
  detail_ = "no \"SunS\" at holding registers 40000, 50000 and 0";
  return try_next_base(Step::failed);
}

SunSpecDiscovery::Step SunSpecDiscovery::broken(std::string detail) {
  failure_ = "sunspec_chain";
  detail_ = "at wire address " + std::to_string(header_) + ", after " +
            std::to_string(models_.size()) + " models: " + std::move(detail);
  begin_anew();
  return Step::failed;
}

}  // namespace pue::meter

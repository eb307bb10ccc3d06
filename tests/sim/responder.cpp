#include "sim/responder.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace pue::sim {
namespace {

struct MappingFree {
  void operator()(modbus_mapping_t* mapping) const { modbus_mapping_free(mapping); }
};
using Mapping = std::unique_ptr<modbus_mapping_t, MappingFree>;

Mapping mapping_of(const RegisterBlock& block) {
  const auto count = static_cast<unsigned>(block.words.size());
  const bool input = block.function == 4;
  Mapping mapping(modbus_mapping_new_start_address(0, 0, 0, 0, block.first, input ? 0 : count,
                                                   block.first, input ? count : 0));
  if (!mapping) throw std::bad_alloc();
  std::copy(block.words.begin(), block.words.end(),
            input ? mapping->tab_input_registers : mapping->tab_registers);
  return mapping;
}

void send_garbage(modbus_t* link) {
  constexpr std::array<std::uint8_t, 16> noise{0xde, 0xad, 0x00, 0xff, 0x13, 0x37, 0x80, 0x7f,
                                               0x55, 0xaa, 0x55, 0xaa, 0x01, 0x02, 0x03, 0x04};
  // Past libmodbus on purpose: it could not send what is no frame.
  [[maybe_unused]] const auto sent = write(modbus_get_socket(link), noise.data(), noise.size());
}

}  // namespace

Responder::Responder(LiveSite& site, FaultBoard& faults, const StopSignal& stop, std::size_t port)
    : site_(site),
      faults_(faults),
      stop_(stop),
      port_(site.site().ports.at(port)),
      devices_(site.site(), port) {}

Responder::Request Responder::parse(modbus_t* link, const std::uint8_t* query) {
  const int at = modbus_get_header_length(link);  // of the function code
  return {query[at - 1], query[at], query[at + 1] << 8 | query[at + 2],
          query[at + 3] << 8 | query[at + 4]};
}

// The RTU frames behind a gateway: 8 bytes of request, 5 and the registers of answer.
std::chrono::microseconds Responder::line_time(const Request& request) const {
  return port_.delay + port_.per_byte * (8 + 5 + 2 * std::min(request.count, 125));
}

void Responder::answer(modbus_t* link, const std::uint8_t* query, int length) {
  const Request request = parse(link, query);
  if (const auto meter = devices_.meter_of(request.unit))
    return answer_as(*meter, request, link, query, length);
  if (stop_.sleep(port_.timeout))
    modbus_reply_exception(link, query, MODBUS_EXCEPTION_GATEWAY_TARGET);
}

void Responder::answer_as(std::size_t meter, const Request& request, modbus_t* link,
                          const std::uint8_t* query, int length) {
  const Fault fault = faults_.get(meter);
  if (!stop_.sleep(line_time(request))) return;
  switch (fault.kind) {
    case FaultKind::silent:
      stop_.sleep(port_.timeout);
      return;
    case FaultKind::exception:
      if (stop_.sleep(std::chrono::milliseconds(fault.delay_ms)))
        modbus_reply_exception(link, query, static_cast<unsigned>(fault.argument));
      return;
    case FaultKind::garbage:
      send_garbage(link);
      return;
    case FaultKind::slow:
      if (!stop_.sleep(std::chrono::milliseconds(fault.argument))) return;
      break;
    case FaultKind::none:
    case FaultKind::zero_glitch:
    case FaultKind::reset:
      break;
  }
  reply(meter, request, link, query, length);
}

void Responder::reply(std::size_t meter, const Request& request, modbus_t* link,
                      const std::uint8_t* query, int length) {
  if (request.function < MODBUS_FC_READ_COILS ||
      request.function > MODBUS_FC_READ_INPUT_REGISTERS) {
    modbus_reply_exception(link, query, MODBUS_EXCEPTION_ILLEGAL_FUNCTION);
    return;
  }
  const auto& description = site_.site().meters[meter];
  MeterValues values = site_.read(meter);
  const auto energy = import_register(description.registers);
  const bool reads_energy =
      request.first <= energy.first && request.first + request.count >= energy.first + energy.count;
  if (reads_energy && faults_.take_zero_glitch(meter))
    values.energy_import_wh = values.energy_export_wh = 0;
  const auto mapping = mapping_of(registers_of(description.registers, description.step_wh, values));
  modbus_reply(link, query, length, mapping.get());
}

}  // namespace pue::sim

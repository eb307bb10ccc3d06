// Bytes from a serial device server: whatever comes, and however it is cut, an answer that the
// reader finds stands in the bytes with a right checksum, and has exactly the registers asked for.
#include <algorithm>
#include <cstdlib>

#include "modbus/rtu_frame.h"

namespace {

using namespace pue::modbus;

/// Every answer found when the bytes come in pieces of this length.
std::vector<Meaning> read(std::span<const std::uint8_t> bytes, std::size_t piece,
                          const Request& request) {
  RtuReader reader;
  reader.expect(request);
  std::vector<Meaning> found;
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(piece, bytes.size()));
    reader.append(part);
    bytes = bytes.subspan(part.size());
    while (auto meaning = reader.next()) found.push_back(std::move(*meaning));
  }
  return found;
}

/// The block occurs in the bytes as a frame of the unit and function, checksum included.
bool stands_in(std::span<const std::uint8_t> bytes, const RegisterBlock& block,
               const Request& request) {
  std::vector<std::uint8_t> frame{request.unit, static_cast<std::uint8_t>(request.range.function),
                                  static_cast<std::uint8_t>(2 * block.words.size())};
  for (const auto word : block.words) {
    frame.push_back(static_cast<std::uint8_t>(word >> 8U));
    frame.push_back(static_cast<std::uint8_t>(word & 0xFFU));
  }
  const auto crc = crc16(frame);
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return std::search(bytes.begin(), bytes.end(), frame.begin(), frame.end()) != bytes.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Request request{
      data[0],
      {FunctionCode::read_input_registers, data[1], static_cast<std::uint16_t>(1 + data[1] % 125)}};
  const std::span bytes{data + 2, size - 2};
  for (const std::size_t piece : {std::size_t{1} + data[0] % 16U, size}) {
    for (const auto& meaning : read(bytes, piece, request)) {
      const auto* block = std::get_if<RegisterBlock>(&meaning);
      if (block && (block->range != request.range || !stands_in(bytes, *block, request))) {
        std::abort();
      }
    }
  }
  return 0;
}

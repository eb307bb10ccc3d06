// Bytes from a TCP connection: whatever comes, and however it is cut, the reader finds the same
// frames, and each of them means something as an answer.
#include <cstdlib>

#include "modbus/mbap.h"

namespace {

using namespace pue::modbus;

struct Found {
  std::vector<std::pair<std::uint8_t, std::vector<std::uint8_t>>> frames;
  bool broken = false;
  bool operator==(const Found&) const = default;
};

Found read(std::span<const std::uint8_t> bytes, std::size_t piece) {
  FrameReader reader;
  Found found;
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(piece, bytes.size()));
    reader.append(part);
    bytes = bytes.subspan(part.size());
    while (const auto frame = reader.next()) {
      found.frames.emplace_back(frame->unit,
                                std::vector<std::uint8_t>(frame->pdu.begin(), frame->pdu.end()));
      for (const auto function : {1, 2, 3, 4})
        interpret(*frame, frame->transaction, {1, {FunctionCode(function), 0, 2}});
    }
  }
  found.broken = reader.broken();
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes{data, size};
  if (size > 0 && read(bytes, size) != read(bytes, 1)) std::abort();
  return 0;
}

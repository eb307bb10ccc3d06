// Registers from a device: every type, order and content decodes to a finite value or to a reason.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "meter/decode.h"

namespace {

using namespace pue::meter;

constexpr std::array orders = {"abcd", "cdab", "badc", "dcba", "cdabghef"};
constexpr std::size_t header = 3;  // type, order, bit

std::vector<std::uint16_t> words_of(const std::uint8_t* data, std::size_t count) {
  std::vector<std::uint16_t> words;
  for (std::size_t i = 0; i < count; ++i)
    words.push_back(static_cast<std::uint16_t>((data[2 * i] << 8) | data[2 * i + 1]));
  return words;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < header) return 0;
  Point point;
  point.type = static_cast<ValueType>(data[0] % 14);
  point.order = *Order::parse(orders[data[1] % orders.size()]);
  point.bit = data[2] % 16;
  point.scale = 0.1;
  point.sentinels = {0x8000};
  // A mod10k has as many words as there are bytes for.
  const auto count = point.type == ValueType::mod10k
                         ? std::clamp<std::size_t>((size - header) / 2, 1, 4)
                         : registers(point.type);
  point.range.count = static_cast<std::uint16_t>(count);
  if (size < header + 2 * count || !point.order.fits(count)) return 0;
  const auto words = words_of(data + header, count);
  const auto raw = interpret(point, words);
  if (const auto* number = std::get_if<RawValue>(&raw); number && format_exact(*number).empty())
    std::abort();
  const auto value = decode(point, words);
  if (const auto* number = std::get_if<double>(&value); number && !std::isfinite(*number))
    std::abort();
  return 0;
}

#include "commands/decode.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <array>
#include <charconv>
#include <cmath>
#include <iostream>
#include <vector>

#include "commands/command_line.h"
#include "meter/decode.h"

namespace pue::commands {
namespace {

using meter::Order;
using meter::Point;
using meter::ValueType;

constexpr std::array types = {ValueType::boolean, ValueType::uint16,  ValueType::int16,
                              ValueType::float16, ValueType::bcd16,   ValueType::uint32,
                              ValueType::int32,   ValueType::float32, ValueType::bcd32,
                              ValueType::uint64,  ValueType::int64,   ValueType::float64,
                              ValueType::mod10k};
constexpr std::array orders = {"abcd", "cdab", "badc", "dcba"};

/// "4366 8000", "0x43668000" → words; 1 to 4 of them.
Result<std::vector<std::uint16_t>> parse_words(std::string text) {
  if (text.starts_with("0x") || text.starts_with("0X")) text.erase(0, 2);
  std::erase_if(text, [](char c) { return c == ' ' || c == ':'; });
  std::vector<std::uint16_t> words;
  for (std::size_t at = 0; at + 4 <= text.size() && words.size() <= 4; at += 4) {
    std::uint16_t word = 0;
    const auto* end = text.data() + at + 4;
    if (std::from_chars(text.data() + at, end, word, 16).ptr != end) break;
    words.push_back(word);
  }
  const auto count = words.size();
  if (4 * count != text.size() || count < 1 || count > 4) {
    return Error{
        fmt::format("\"{}\" is not 1 to 4 registers in hexadecimal, for example 4366 or "
                    "\"4366 8000\"",
                    text)};
  }
  return words;
}

struct Choice {
  std::vector<ValueType> types;
  std::vector<Order> orders;
};

Result<std::vector<ValueType>> chosen_types(const DecodeOptions& options, std::size_t words) {
  if (!options.type) {
    std::vector<ValueType> fitting;
    for (const auto type : types) {
      if (holds(type, words)) fitting.push_back(type);
    }
    return fitting;
  }
  const auto type = meter::value_type_from_name(*options.type);
  if (!type) {
    return Error{
        fmt::format("unknown type \"{}\"; known are bool, bit, uint16, int16, uint32, "
                    "int32, uint64, int64, float16, float32, float64, bcd16, bcd32, mod10k",
                    *options.type)};
  }
  if (!holds(*type, words)) {
    return Error{
        fmt::format("{} takes {} registers, {} given", *options.type, registers(*type), words)};
  }
  return std::vector{*type};
}

Result<std::vector<Order>> chosen_orders(const DecodeOptions& options, std::size_t words) {
  std::vector<Order> chosen;
  if (!options.order) {
    for (const auto* letters : orders) chosen.push_back(Order::parse(letters).value());
    return chosen;
  }
  const auto order = Order::parse(*options.order);
  if (!order || !order->fits(words)) {
    return Error{
        fmt::format("\"{}\" is not an order of {} bytes; write abcd, cdab, badc, dcba, or "
                    "for 64 bits any order of the letters a to h",
                    *options.order, 2 * words)};
  }
  chosen.push_back(*order);
  return chosen;
}

/// Exactly; only a scale other than 1 goes through a double.
std::string value_text(const Point& point, const std::vector<std::uint16_t>& words) {
  const auto value = meter::interpret(point, words);
  if (const auto* none = std::get_if<meter::NoValue>(&value))
    return fmt::format("no value: {}", meter::name(*none));
  const auto& raw = std::get<meter::RawValue>(value);
  if (point.scale == 1) return meter::format_exact(raw);
  const auto number = std::visit([](auto v) { return static_cast<double>(v); }, raw);
  return meter::format_exact(point.scale * number);
}

Result<std::uint8_t> chosen_bit(const DecodeOptions& options) {
  const bool wanted = options.type == "bit";
  if (wanted != options.bit.has_value()) {
    return Error{wanted ? "type bit needs --bit, 0 (least significant) to 15"
                        : "--bit goes with --type bit only"};
  }
  if (options.bit && (*options.bit < 0 || *options.bit > 15)) {
    return Error{fmt::format("--bit {} is outside 0 to 15", *options.bit)};
  }
  return static_cast<std::uint8_t>(options.bit.value_or(0));
}

void print_table(const Choice& choice, Point point, const std::vector<std::uint16_t>& words,
                 std::ostream& out) {
  fmt::print(out, "{:<8} {:<8} value\n", "type", "order");
  for (const auto type : choice.types) {
    for (const auto& order : choice.orders) {
      point.type = type;
      point.order = order;
      fmt::print(out, "{:<8} {:<8} {}\n", meter::name(type), order.name(),
                 value_text(point, words));
    }
  }
}

}  // namespace

Result<void> decode(const DecodeOptions& options, std::ostream& out) {
  const auto words = parse_words(options.hex);
  if (!words) return words.error();
  const auto chosen = chosen_types(options, words->size());
  if (!chosen) return chosen.error();
  const auto ordered = chosen_orders(options, words->size());
  if (!ordered) return ordered.error();
  const auto bit = chosen_bit(options);
  if (!bit) return bit.error();
  Point point;
  point.scale = options.scale.value_or(1);
  point.bit = *bit;
  if (options.type && options.order) {
    point.type = chosen->front();
    point.order = ordered->front();
    fmt::print(out, "{}\n", value_text(point, *words));
  } else {
    print_table({*chosen, *ordered}, point, *words, out);
  }
  return {};
}

void add_decode(CommandLine& line) {
  auto command = line.command("decode", "What registers mean");
  const auto options = std::make_shared<DecodeOptions>();
  command.option("HEX", options->hex, "1 to 4 registers in hexadecimal").required();
  command.option("--type", options->type, "uint16, int32, float32, bcd32, mod10k, ...");
  command.option("--order", options->order, "abcd, cdab, badc, dcba, or eight letters");
  command.option("--scale", options->scale, "The value is multiplied by it");
  command.option("--bit", options->bit, "With --type bit: 0 is the least significant");
  command.run([options] { return decode(*options, std::cout); });
}

}  // namespace pue::commands

// A device that has some holding registers and no others, for searches that walk over them.
#pragma once

#include <map>
#include <vector>

#include "modbus/exchange.h"

namespace pue::test {

struct HoldingRegisters {
  std::map<int, std::uint16_t> registers;
  modbus::Failure otherwise{modbus::Failure::Kind::exception, 2};  // where there are none

  /// The address behind them.
  int put(int address, const std::vector<std::uint16_t>& list) {
    for (const auto word : list) registers[address++] = word;
    return address;
  }
  modbus::Answer answer(const modbus::RegisterRange& range) const {
    modbus::RegisterBlock block{range, {}};
    for (int i = 0; i < range.count; ++i) {
      const auto word = registers.find(range.address + i);
      if (word == registers.end()) return otherwise;
      block.words.push_back(word->second);
    }
    return block;
  }
};

}  // namespace pue::test

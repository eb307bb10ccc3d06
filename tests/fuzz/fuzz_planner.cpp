// Any wishes of any unit: the plan reads each of them whole, exceeds no limit, crosses no cut, and
// a refused request can be divided until only single ranges are left.
#include <algorithm>
#include <cstdlib>
#include <span>

#include "modbus/planner.h"

namespace {

using namespace pue::modbus;

class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_{bytes} {}
  bool empty() const { return bytes_.empty(); }
  std::uint16_t next(std::uint16_t below) {
    std::uint32_t value = 0;
    for (int i = 0; i < 2 && !bytes_.empty(); ++i) {
      value = 256 * value + bytes_.front();
      bytes_ = bytes_.subspan(1);
    }
    return static_cast<std::uint16_t>(value % below);
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

FunctionCode function(Bytes& bytes) { return FunctionCode(1 + bytes.next(4)); }

bool contains(const RegisterRange& outer, const RegisterRange& inner) {
  return outer.function == inner.function && outer.address <= inner.address &&
         inner.address + inner.count <= outer.address + outer.count;
}

bool crosses(const RegisterRange& range, const Cut& cut) {
  return range.function == cut.function && range.address < cut.address &&
         cut.address < range.address + range.count;
}

std::uint32_t longest(const RegisterRange& range, std::uint16_t max_registers) {
  const bool bits = range.function == FunctionCode::read_coils ||
                    range.function == FunctionCode::read_discrete_inputs;
  const std::uint32_t most = max_registers;
  return bits ? std::min<std::uint32_t>(2000, 16 * most) : std::min<std::uint32_t>(125, most);
}

void check(const std::vector<WantedRange>& wanted, const UnitLimits& limits,
           const std::vector<WantedRange>& planned) {
  for (const auto& wish : wanted) {
    const bool read = std::any_of(planned.begin(), planned.end(), [&](const WantedRange& request) {
      return contains(request.range, wish.range) && request.rate <= wish.rate;
    });
    if (!read) std::abort();
  }
  for (const auto& [range, rate] : planned) {
    std::vector<RegisterRange> within;
    for (const auto& wish : wanted) {
      if (contains(range, wish.range)) within.push_back(wish.range);
    }
    // Nothing is asked for without a wish, at its begin and at its end.
    if (within.empty()) std::abort();
    const bool single = std::count(within.begin(), within.end(), range) > 0;
    if (!single && range.count > longest(range, limits.max_registers)) std::abort();
    for (const auto& cut : limits.cuts) {
      const bool own = std::any_of(within.begin(), within.end(),
                                   [&](const RegisterRange& wish) { return crosses(wish, cut); });
      if (crosses(range, cut) && !own) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes{{data, size}};
  UnitLimits limits;
  limits.max_registers = static_cast<std::uint16_t>(1 + bytes.next(125));
  const auto model = bytes.next(2) == 0 ? tcp_cost() : serial_cost({"/dev/ttyS0", 9600});
  for (auto cuts = bytes.next(4); cuts > 0; --cuts) {
    limits.cuts.push_back({function(bytes), bytes.next(600)});
  }
  std::vector<WantedRange> wanted;
  while (!bytes.empty() && wanted.size() < 60) {
    const auto count = static_cast<std::uint16_t>(1 + bytes.next(8));
    wanted.push_back({{function(bytes), bytes.next(600), count}, RateClass(bytes.next(3))});
  }
  const auto planned = plan(wanted, limits, {}, model);
  check(wanted, limits, planned);
  if (planned.empty()) return 0;
  // The first request is refused, and so is each of its parts.
  std::vector<RegisterRange> refused;
  for (const auto& wish : wanted) {
    if (contains(planned.front().range, wish.range)) refused.push_back(wish.range);
  }
  std::size_t divisions = 0;
  while (const auto cut = cut_of(refused)) {
    if (++divisions > wanted.size()) std::abort();
    const auto after = [&](const RegisterRange& range) { return range.address >= cut->address; };
    const auto before = refused.size();
    refused.erase(std::remove_if(refused.begin(), refused.end(), after), refused.end());
    if (refused.empty() || refused.size() == before) std::abort();
  }
  return 0;
}

#include "energy/register_power.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace pue::energy {
namespace {

constexpr std::int64_t least_counts = 20;
constexpr auto longest_span = std::chrono::minutes{15};

double joules(Joules energy) { return static_cast<double>(energy.count); }
double seconds(Duration time) { return std::chrono::duration<double>(time).count(); }

/// To the nearest count: a step on the primary side may be a joule off.
std::int64_t counts(Joules energy, Joules resolution) {
  if (resolution.count <= 0) return 0;
  return std::llround(std::abs(joules(energy)) / joules(resolution));
}

}  // namespace

void RegisterPower::believed(Direction direction, Moment at, Joules step, Joules resolution) {
  auto& own = registers_[position(direction)];
  const bool first = !own.read;
  own.read = at;
  own.resolution = resolution;
  if (!first && step != Joules{}) {
    own.counted += step;
    mark(at);
  }
  forget(at);
}

void RegisterPower::begin() {
  registers_ = {};
  marks_.clear();
}

void RegisterPower::mark(Moment at) {
  if (marks_.empty() || marks_.back().at.mono < at.mono) marks_.push_back({at, {}});
  for (const auto direction : directions)
    marks_.back().counted[position(direction)] = registers_[position(direction)].counted;
}

void RegisterPower::forget(Moment now) {
  while (!marks_.empty() && now.mono - marks_.front().at.mono > longest_span) marks_.pop_front();
  while (marks_.size() > 2 && enough(marks_[1])) marks_.pop_front();
}

bool RegisterPower::enough(const Mark& start) const {
  std::int64_t counted = 0;
  for (const auto direction : directions) {
    const auto i = position(direction);
    counted += counts(marks_.back().counted[i] - start.counted[i], registers_[i].resolution);
  }
  return counted >= least_counts;
}

/// Up to when all registers are known.
std::optional<Moment> RegisterPower::read_until() const {
  std::optional<Moment> until;
  for (const auto direction : directions) {
    const auto i = position(direction);
    if (!exists_[i]) continue;
    if (!registers_[i].read) return std::nullopt;
    until = until ? std::min(*until, *registers_[i].read) : *registers_[i].read;
  }
  return until;
}

/// Since the last step less than one count has flowed: the power of a load that ends fades.
double RegisterPower::watts(Direction direction, Moment until) const {
  const auto i = position(direction);
  const auto& start = marks_.front();
  const double moved = joules(marks_.back().counted[i] - start.counted[i]);
  const double one_more = std::abs(moved) + joules(registers_[i].resolution);
  const double by_steps = std::abs(moved) / seconds(marks_.back().at.mono - start.at.mono);
  const double at_most = one_more / seconds(std::max(until, marks_.back().at).mono - start.at.mono);
  return std::copysign(std::min(by_steps, at_most), moved);
}

std::optional<RegisterPower::Value> RegisterPower::value() const {
  const auto until = read_until();
  if (!until || marks_.empty() || !enough(marks_.front())) return std::nullopt;
  return Value{*until,
               Watts{watts(Direction::imported, *until) - watts(Direction::exported, *until)}};
}

}  // namespace pue::energy

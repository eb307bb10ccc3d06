#include "energy/power_integral.h"

#include <algorithm>

#include "energy/exact.h"

namespace pue::energy {
namespace {

// Areas are counted in halves of a milliwatt-nanosecond: a trapezoid is then a whole number.
constexpr std::int64_t halves_per_millijoule = 2 * nanoseconds_per_second;

struct Segment {
  std::int64_t first;   // mW
  std::int64_t second;  // mW
  std::int64_t length;  // ns, > 0
};

// Signed area from the start of the segment to `time` in it. The quadratic term is divided in two
// steps because (mW · ns²) of a megawatt over an hour does not fit 128 bits.
Wide signed_area(const Segment& s, std::int64_t time) {
  if (time == s.length) return (Wide{s.first} + s.second) * time;
  const Wide rise = (Wide{s.second} - s.first) * time;
  const Wide whole = floor_div(rise, s.length);
  const Wide rest = rise - whole * s.length;
  return 2 * Wide{s.first} * time + whole * time + rest * time / s.length;
}

// The nanosecond at which the power passes zero; the signs differ.
std::int64_t zero_crossing(const Segment& s) {
  const std::int64_t before = std::abs(s.first);
  return scaled(s.length, before, before + std::abs(s.second));
}

Wide positive_area(const Segment& s, std::int64_t time) {
  const Wide whole = signed_area(s, time);
  if ((s.first < 0) == (s.second < 0)) return std::max(whole, Wide{});
  const Wide until_zero = signed_area(s, std::min(time, zero_crossing(s)));
  return s.first < 0 ? whole - until_zero : until_zero;
}

std::array<Wide, directions.size()> areas(const Segment& s, std::int64_t time) {
  const Wide in = positive_area(s, time);
  return {in, std::max(in - signed_area(s, time), Wide{})};
}

}  // namespace

std::int64_t millijoules_between(const PowerMark& a, const PowerMark& b, Flow flow) {
  const auto passed = [&](Direction direction) {
    const std::size_t i = position(direction);
    return static_cast<std::int64_t>(b.odometer[i] - a.odometer[i]);
  };
  switch (flow) {
    case Flow::imported:
      return passed(Direction::imported);
    case Flow::exported:
      return passed(Direction::exported);
    case Flow::net:
      break;
  }
  return passed(Direction::imported) - passed(Direction::exported);
}

std::int64_t milliwatts(const PowerMark& mark, Flow flow) {
  switch (flow) {
    case Flow::imported:
      return std::max<std::int64_t>(0, mark.milliwatts);
    case Flow::exported:
      return std::max<std::int64_t>(0, -mark.milliwatts);
    case Flow::net:
      break;
  }
  return mark.milliwatts;
}

void write_mark(StateWriter& out, const PowerMark& mark) {
  out.moment(mark.at);
  for (const auto odometer : mark.odometer) out.odometer(odometer);
  out.number(mark.known.count()).number(mark.milliwatts);
}

PowerMark read_mark(StateReader& in) {
  PowerMark mark;
  mark.at = in.moment();
  for (auto& odometer : mark.odometer) odometer = in.odometer();
  mark.known = Duration{in.number(0)};
  mark.milliwatts = in.number(-greatest_milliwatts, greatest_milliwatts);
  return mark;
}

bool PowerIntegral::decided(MonoTime at) const {
  return !last_ || at <= last_->at.mono || at > last_->at.mono + gap_;
}

PowerMark PowerIntegral::mark(Moment at) const {
  return {at, odometer_, known_, last_.value_or(PowerSample{}).milliwatts};
}

PowerMark PowerIntegral::mark(Moment at, const PowerSample& next) const {
  PowerMark mark = this->mark(at);
  if (!last_) return mark;
  const Duration length = next.at.mono - last_->at.mono;
  const Duration time = at.mono - last_->at.mono;
  if (length > gap_ || time <= Duration{}) return mark;
  const Segment segment{last_->milliwatts, next.milliwatts, length.count()};
  const auto area = areas(segment, time.count());
  for (std::size_t i = 0; i < area.size(); ++i) {
    mark.odometer[i] +=
        static_cast<std::uint64_t>((remainder_[i] + area[i]) / halves_per_millijoule);
  }
  mark.known += time;
  mark.milliwatts += scaled(next.milliwatts - last_->milliwatts, time.count(), length.count());
  return mark;
}

void PowerIntegral::add(const PowerSample& next) {
  if (last_) {
    const Duration length = next.at.mono - last_->at.mono;
    if (length <= gap_) {
      const auto area = areas({last_->milliwatts, next.milliwatts, length.count()}, length.count());
      for (std::size_t i = 0; i < area.size(); ++i) {
        const Wide halves = remainder_[i] + area[i];
        odometer_[i] += static_cast<std::uint64_t>(halves / halves_per_millijoule);
        remainder_[i] = static_cast<std::int64_t>(halves % halves_per_millijoule);
      }
      known_ += length;
    }
  }
  last_ = next;
}

void PowerIntegral::write(StateWriter& out) const {
  out.line("power").flag(last_.has_value());
  if (last_) out.moment(last_->at).number(last_->milliwatts);
  out.line("integral");
  for (const auto odometer : odometer_) out.odometer(odometer);
  for (const auto remainder : remainder_) out.number(remainder);
  out.number(known_.count());
}

void PowerIntegral::read(StateReader& in) {
  in.line("power");
  if (in.flag()) {
    const Moment at = in.moment();
    last_ = PowerSample{at, in.number(-greatest_milliwatts, greatest_milliwatts)};
  }
  in.line("integral");
  for (auto& odometer : odometer_) odometer = in.odometer();
  for (auto& remainder : remainder_) remainder = in.number(0, halves_per_millijoule - 1);
  known_ = Duration{in.number(0)};
}

}  // namespace pue::energy

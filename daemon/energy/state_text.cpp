#include "energy/state_text.h"

#include <algorithm>
#include <charconv>

namespace pue::energy {
namespace {

// The years 1970 to 2116, and ages up to a century: small enough that no difference of two times
// overflows, whatever a damaged text says.
constexpr std::int64_t latest_utc = std::numeric_limits<std::int64_t>::max() / 2;
constexpr std::int64_t greatest_age = 3'200'000'000'000'000'000;
constexpr std::int64_t greatest_energy = std::numeric_limits<std::int64_t>::max() / 4;

}  // namespace

StateWriter::StateWriter(Moment reference) : reference_(reference), text_("state") {
  number(state_version).line("reference").utc(reference.utc);
}

StateWriter& StateWriter::line(std::string_view key) {
  text_ += '\n';
  text_ += key;
  return *this;
}

StateWriter& StateWriter::number(std::int64_t value) {
  text_ += ' ';
  text_ += std::to_string(value);
  return *this;
}

StateWriter& StateWriter::odometer(std::uint64_t value) {
  text_ += ' ';
  text_ += std::to_string(value);
  return *this;
}

StateWriter& StateWriter::moment(Moment at) {
  return utc(at.utc).number((reference_.mono - at.mono).count());
}

StateReader::StateReader(std::string_view text, Moment now) : rest_(text) {
  ok_ = token() == "state";
  number(state_version, state_version);
  line("reference");
  reference_.utc = UtcTime{Duration{number(0, latest_utc)}};
  const Duration away = std::max(Duration{}, now.utc - reference_.utc);
  reference_.mono = now.mono - away;
}

std::string_view StateReader::token() {
  const auto end = std::min(rest_.find_first_of(" \n"), rest_.size());
  const auto word = rest_.substr(0, end);
  rest_.remove_prefix(end);
  return word;
}

void StateReader::line(std::string_view key) {
  if (rest_.empty() || rest_.front() != '\n') ok_ = false;
  if (!ok_) return;
  rest_.remove_prefix(1);
  ok_ = token() == key;
}

template <class Number>
Number StateReader::parsed(Number least, Number greatest) {
  if (rest_.empty() || rest_.front() != ' ') ok_ = false;
  if (!ok_) return {};
  rest_.remove_prefix(1);
  const auto word = token();
  Number value{};
  const auto* end = word.data() + word.size();
  const auto result = std::from_chars(word.data(), end, value);
  ok_ = result.ec == std::errc{} && result.ptr == end && value >= least && value <= greatest;
  return ok_ ? value : Number{};
}

std::int64_t StateReader::number(std::int64_t least, std::int64_t greatest) {
  return parsed(least, greatest);
}

std::int64_t StateReader::energy() { return number(-greatest_energy, greatest_energy); }

std::uint64_t StateReader::odometer() {
  return parsed<std::uint64_t>(0, std::numeric_limits<std::uint64_t>::max());
}

Moment StateReader::moment() {
  const std::int64_t utc = number(0, latest_utc);
  const std::int64_t before = number(0, greatest_age);
  return {reference_.mono - Duration{before}, UtcTime{Duration{utc}}};
}

}  // namespace pue::energy

#include "ledger/configuration_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "ledger/record_reader.h"
#include "site/renewable_use.h"

namespace pue::ledger {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using Meter = ConfigurationEntry::Meter;
using Sum = ConfigurationEntry::Sum;

constexpr std::size_t longest_text = limits::csv_line_bytes;
constexpr std::size_t most_sums = 64;

/// Rising numbers, each as the distance from the one before; the first may be 0.
class RisingNumbers {
 public:
  void append(std::string& bytes, std::uint32_t number) {
    append_unsigned(bytes, number - last_);
    last_ = number;
  }
  std::uint32_t read(RecordReader& reader) {
    const auto step =
        reader.number_up_to(limits::meter_numbers, "a meter number that is too large");
    if (step == 0 && !first_) reader.fail("a meter twice");
    first_ = false;
    last_ += step;
    if (last_ > limits::meter_numbers) reader.fail("a meter number that is too large");
    return static_cast<std::uint32_t>(last_);
  }

 private:
  std::uint64_t last_ = 0;
  bool first_ = true;
};

void append_meters(std::string& bytes, const std::vector<Meter>& meters) {
  append_unsigned(bytes, meters.size());
  RisingNumbers numbers;
  for (const auto& meter : meters) {
    numbers.append(bytes, meter.number);
    append_text(bytes, meter.name);
    append_text(bytes, meter.role);
    bytes.push_back(static_cast<char>((meter.from ? 1 : 0) | (meter.to ? 2 : 0)));
    if (meter.from) append_time(bytes, *meter.from);
    if (meter.to) append_time(bytes, *meter.to);
  }
}

std::uint8_t presence(RecordReader& reader) {
  const auto bits = reader.byte();
  if (bits > 3) reader.fail("a presence that this version does not know");
  return bits;
}

void read_meters(RecordReader& reader, std::vector<Meter>& meters) {
  const auto count = reader.number_up_to(limits::meters, "more meters than a site can have");
  RisingNumbers numbers;
  for (std::uint64_t i = 0; i < count && !reader.failed(); ++i) {
    Meter meter;
    meter.number = numbers.read(reader);
    meter.name = reader.text(longest_text);
    meter.role = reader.text(longest_text);
    const auto bits = presence(reader);
    if (bits & 1) meter.from = reader.time();
    if (bits & 2) meter.to = reader.time();
    meters.push_back(std::move(meter));
  }
}

void append_sum(std::string& bytes, const Sum& sum) {
  append_unsigned(bytes, sum.size());
  RisingNumbers numbers;
  for (const auto& [number, coefficient] : sum) {
    numbers.append(bytes, number);
    append_signed(bytes, coefficient);
  }
}

Sum read_sum(RecordReader& reader) {
  Sum sum;
  const auto count = reader.number_up_to(limits::meters, "more meters than a site can have");
  RisingNumbers numbers;
  for (std::uint64_t i = 0; i < count && !reader.failed(); ++i) {
    const auto number = numbers.read(reader);
    const auto coefficient = reader.signed_number();
    if (coefficient == 0) reader.fail("a coefficient of 0");
    sum.emplace(number, coefficient);
  }
  return sum;
}

void read_sums(RecordReader& reader, ConfigurationEntry& entry) {
  const auto count = reader.number_up_to(most_sums, "more sums than there are");
  for (std::uint64_t i = 0; i < count && !reader.failed(); ++i) {
    auto key = reader.text(longest_text);
    if (!entry.sums.empty() && key <= entry.sums.rbegin()->first)
      reader.fail("sums that are not in the order of their names");
    entry.sums.emplace(std::move(key), read_sum(reader));
  }
}

Sum numbered(const site::SignedSum& sum, const std::vector<std::uint32_t>& numbers) {
  Sum result;
  for (const auto& term : sum)
    result.emplace(numbers[term.meter.index], term.coefficient.millionths);
  return result;
}

/// What stands beside the boundary equation.
void describe_others(ConfigurationEntry& entry, const site::SiteModel& model,
                     const std::vector<std::uint32_t>& numbers) {
  // Always there: it tells that the others are, too, as far as the site has them.
  entry.sums["exported"] = numbered(model.exported(), numbers);
  const std::pair<const char*, const site::SignedSum*> others[] = {
      {"curtailed", &model.curtailed()},
      {"off_site", &model.off_site()},
      {"battery", &model.inside_batteries()},
      {"water", &model.water()},
      {"heat_reuse", &model.reused_heat()}};
  for (const auto& [name, sum] : others)
    if (!sum->empty()) entry.sums[name] = numbered(*sum, numbers);
  for (const auto& source : model.sources()) {
    if (source.role != site::Role::grid) continue;
    for (const auto& term : source.sum)
      if (model.export_unknown(term.meter))
        entry.sums["export_unknown"].emplace(numbers[term.meter.index],
                                             term.coefficient.millionths);
  }
  for (const auto& renewable : model.renewables())
    if (const auto most = site::microwatts(renewable.max_power); most != 0)
      entry.sums["renewable_maximum"].emplace(numbers[renewable.meter.index], most);
}

}  // namespace

void describe_site(ConfigurationEntry& entry, const site::SiteModel& model,
                   const site::SiteSettings& settings, const std::vector<std::uint32_t>& numbers) {
  for (std::size_t i = 0; i < settings.meters.size(); ++i) {
    const auto& meter = settings.meters[i];
    entry.meters.push_back(
        {numbers[i], meter.name, std::string(site::name(meter.role)), meter.from, meter.to});
  }
  std::sort(entry.meters.begin(), entry.meters.end(),
            [](const Meter& a, const Meter& b) { return a.number < b.number; });
  entry.sums["facility"] = numbered(model.facility(), numbers);
  entry.sums["it"] = numbered(model.it(), numbers);
  for (int category = 1; category <= site::it_categories; ++category)
    if (const auto& sum = model.it_level_sum(category))
      entry.sums[fmt::format("it:{}", category)] = numbered(*sum, numbers);
  for (const auto& part : model.subsystems())
    entry.sums[fmt::format("overhead:{}", site::name(part.subsystem))] =
        numbered(part.sum, numbers);
  for (const auto& source : model.sources())
    entry.sums[fmt::format("source:{}", site::name(source.role))] = numbered(source.sum, numbers);
  describe_others(entry, model, numbers);
  for (const auto meter : model.required()) entry.required.push_back(numbers[meter.index]);
  std::sort(entry.required.begin(), entry.required.end());
}

std::string encode(const ConfigurationEntry& entry) {
  std::string bytes;
  append_text(bytes, entry.version);
  append_text(bytes, entry.file);
  bytes += view_of(entry.text);
  append_text(bytes, entry.zone);
  bytes.push_back(
      static_cast<char>((entry.min_it_milliwatts ? 1 : 0) | (entry.in_service ? 2 : 0)));
  if (entry.min_it_milliwatts)
    append_unsigned(bytes, static_cast<std::uint64_t>(*entry.min_it_milliwatts));
  if (entry.in_service)
    append_signed(bytes, sys_days{*entry.in_service}.time_since_epoch().count());
  append_meters(bytes, entry.meters);
  append_unsigned(bytes, entry.sums.size());
  for (const auto& [key, sum] : entry.sums) {
    append_text(bytes, key);
    append_sum(bytes, sum);
  }
  append_unsigned(bytes, entry.required.size());
  RisingNumbers numbers;
  for (const auto number : entry.required) numbers.append(bytes, number);
  return bytes;
}

Result<ConfigurationEntry> decode_configuration(std::string_view body) {
  constexpr std::int64_t most_days = 106'000;  // to the year 2262
  RecordReader reader(body);
  ConfigurationEntry entry;
  entry.version = reader.text(longest_text);
  entry.file = reader.text(longest_text);
  entry.text = reader.array<32>();
  entry.zone = reader.text(longest_text);
  const auto bits = presence(reader);
  if (bits & 1) entry.min_it_milliwatts = reader.size().count;
  if (bits & 2) {
    const auto day = reader.signed_number();
    if (day < -most_days || day > most_days) reader.fail("a day beyond the year 2262");
    if (!reader.failed()) entry.in_service = sys_days{days{static_cast<int>(day)}};
  }
  read_meters(reader, entry.meters);
  read_sums(reader, entry);
  const auto required = reader.number_up_to(limits::meters, "more meters than a site can have");
  RisingNumbers numbers;
  for (std::uint64_t i = 0; i < required && !reader.failed(); ++i)
    entry.required.push_back(numbers.read(reader));
  if (const auto& error = reader.finish()) return *error;
  return entry;
}

}  // namespace pue::ledger

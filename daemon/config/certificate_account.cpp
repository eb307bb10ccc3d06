#include "config/certificate_account.h"

#include <fmt/format.h>

#include <map>

#include "base/limits.h"
#include "config/csv_table.h"
#include "config/scalar.h"

namespace pue::config {
namespace {

using namespace std::chrono;

constexpr std::string_view header =
    "kind,number,period_start,period_end,kwh,status,retired_on,source";
enum class Field : std::size_t {
  kind,
  number,
  period_start,
  period_end,
  kwh,
  status,
  retired_on,
  source,
};

constexpr std::int64_t kwh_per_gec = 1000;
/// 1,000 TWh: their joules still fit 64 bits.
constexpr std::int64_t most_kwh = 1'000'000'000'000;

/// Reads one row and keeps what is wrong with it.
class RowReader {
 public:
  RowReader(const SourceText& file, const CsvRow& row, LocatedErrors& errors)
      : file_(file), row_(row), errors_(errors) {}

  void complain(Field field, std::string message) const {
    errors_.push_back(row_.error(file_, static_cast<std::size_t>(field), std::move(message)));
  }
  std::string_view text(Field field) const { return row_.fields[static_cast<std::size_t>(field)]; }

  template <class Word>
  Word word(Field field, std::optional<Word> (*from_name)(std::string_view),
            std::string_view known) const {
    const auto found = from_name(text(field));
    if (!found) complain(field, fmt::format("\"{}\" is not {}", text(field), known));
    return found.value_or(Word{});
  }
  std::string required(Field field, std::string_view what) const {
    if (text(field).empty()) complain(field, fmt::format("no {}", what));
    return std::string(text(field));
  }
  std::optional<year_month_day> date(Field field) const {
    const auto parsed = parse_date(text(field));
    if (parsed) return *parsed;
    complain(field, parsed.error().message);
    return std::nullopt;
  }

 private:
  const SourceText& file_;
  const CsvRow& row_;
  LocatedErrors& errors_;
};

void read_period(const RowReader& row, kpi::Certificate& certificate) {
  const auto first = row.date(Field::period_start);
  const auto last = row.date(Field::period_end);
  if (!first || !last) return;
  if (*last < *first) row.complain(Field::period_end, "is before period_start");
  certificate.start = *first;
  certificate.end = sys_days{*last} + days{1};
}

void read_energy(const RowReader& row, kpi::Certificate& certificate) {
  const auto count = parse_integer(row.text(Field::kwh));
  if (!count) return row.complain(Field::kwh, count.error().message);
  if (*count < 1 || *count > most_kwh) {
    return row.complain(Field::kwh, fmt::format("{} is outside 1 to {}", *count, most_kwh));
  }
  if (certificate.kind == kpi::CertificateKind::gec && *count % kwh_per_gec != 0) {
    return row.complain(Field::kwh,
                        fmt::format("{} is no whole number of certificates of 1000 kWh", *count));
  }
  certificate.kwh = *count;
}

void read_status(const RowReader& row, kpi::Certificate& certificate) {
  certificate.status =
      row.word(Field::status, kpi::certificate_status_from_name, "owned, retired or sold");
  const bool dated = !row.text(Field::retired_on).empty();
  if (certificate.status != kpi::CertificateStatus::retired) {
    if (dated) row.complain(Field::retired_on, "is there, but the status is not retired");
    return;
  }
  if (!dated)
    return row.complain(Field::retired_on, "is missing; a retired certificate has its day");
  certificate.retired_on = row.date(Field::retired_on);
  if (certificate.retired_on && *certificate.retired_on < certificate.start) {
    row.complain(Field::retired_on, "is before the generation");
  }
}

kpi::Certificate read_certificate(const RowReader& row) {
  kpi::Certificate certificate;
  certificate.kind = row.word(Field::kind, kpi::certificate_kind_from_name, "gec, go or ppa");
  certificate.number = row.required(Field::number, "number; each certificate has its own");
  read_period(row, certificate);
  read_energy(row, certificate);
  read_status(row, certificate);
  certificate.source = row.required(Field::source, "source; name the registry or the contract");
  return certificate;
}

}  // namespace

std::variant<std::vector<kpi::Certificate>, LocatedErrors> load_certificates(
    const SourceText& file) {
  const auto rows = csv_rows(file, header);
  if (const auto* wrong = std::get_if<LocatedErrors>(&rows)) return *wrong;
  std::vector<kpi::Certificate> account;
  LocatedErrors errors;
  std::map<std::pair<kpi::CertificateKind, std::string>, int> lines;
  std::int64_t total = 0;
  for (const auto& line : std::get<std::vector<CsvRow>>(rows)) {
    const RowReader row(file, line, errors);
    auto certificate = read_certificate(row);
    const auto [first, fresh] =
        lines.emplace(std::pair(certificate.kind, certificate.number), line.line);
    if (!fresh) row.complain(Field::number, fmt::format("was in line {} before", first->second));
    total += certificate.kwh;
    if (total > most_kwh) row.complain(Field::kwh, "more than 1,000 TWh in all");
    if (errors.size() >= limits::config_errors || total > most_kwh) break;
    account.push_back(std::move(certificate));
  }
  if (!errors.empty()) return errors;
  return account;
}

}  // namespace pue::config

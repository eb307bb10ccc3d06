#include "kpi/certificates.h"

#include <algorithm>
#include <array>

#include "energy/exact.h"

namespace pue::kpi {
namespace {

using Date = std::chrono::year_month_day;

constexpr std::array kinds = {CertificateKind::gec, CertificateKind::go, CertificateKind::ppa};
constexpr std::array statuses = {CertificateStatus::owned, CertificateStatus::retired,
                                 CertificateStatus::sold};
constexpr std::int64_t joules_per_kwh = 1000 * joules_per_watt_hour;
constexpr std::int64_t joules_per_gec = 1000 * joules_per_kwh;
constexpr std::chrono::years gec_validity{2};

/// 29 February and two years: the end of that February.
Date valid_until(const Date& generated) {
  const auto date = generated + gec_validity;
  return date.ok() ? date : Date{date.year() / date.month() / std::chrono::last};
}

bool in_time(const Certificate& certificate) {
  return certificate.kind != CertificateKind::gec ||
         *certificate.retired_on <= valid_until(certificate.end);
}

bool counts(const Certificate& certificate, const DateRange& period, const Date& as_of) {
  return certificate.status == CertificateStatus::retired && certificate.retired_on &&
         *certificate.retired_on <= as_of && in_time(certificate) &&
         period.start <= certificate.start && certificate.end <= period.end;
}

}  // namespace

std::string_view name(CertificateKind kind) {
  switch (kind) {
    case CertificateKind::gec:
      return "gec";
    case CertificateKind::go:
      return "go";
    case CertificateKind::ppa:
      return "ppa";
  }
  return "";
}

std::optional<CertificateKind> certificate_kind_from_name(std::string_view text) {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](CertificateKind kind) { return name(kind) == text; });
  if (found == kinds.end()) return std::nullopt;
  return *found;
}

std::string_view name(CertificateStatus status) {
  switch (status) {
    case CertificateStatus::owned:
      return "owned";
    case CertificateStatus::retired:
      return "retired";
    case CertificateStatus::sold:
      return "sold";
  }
  return "";
}

std::optional<CertificateStatus> certificate_status_from_name(std::string_view text) {
  const auto found = std::find_if(statuses.begin(), statuses.end(),
                                  [&](CertificateStatus status) { return name(status) == text; });
  if (found == statuses.end()) return std::nullopt;
  return *found;
}

std::vector<Certificate> retired(const std::vector<Certificate>& account, const DateRange& period,
                                 Date as_of, std::optional<CertificateKind> only) {
  std::vector<Certificate> found;
  for (const auto& certificate : account) {
    if (only && certificate.kind != *only) continue;
    if (counts(certificate, period, as_of)) found.push_back(certificate);
  }
  return found;
}

Joules retired_energy(const std::vector<Certificate>& account, const DateRange& period, Date as_of,
                      std::optional<CertificateKind> only) {
  Joules sum;
  for (const auto& certificate : retired(account, period, as_of, only))
    sum += certificate.kwh * Joules{joules_per_kwh};
  return sum;
}

Joules beside_known(Joules retired, Duration known, Duration whole) {
  return Joules{energy::scaled(retired.count, known.count(), whole.count())};
}

std::optional<Share> renewable_energy_factor(Joules retired, Joules facility) {
  if (facility <= Joules{}) return std::nullopt;
  return Share{std::min(retired, facility), facility};
}

std::optional<ShareRange> attribute_share(Joules retired, Joules facility, Duration known,
                                          Duration whole) {
  const auto high = renewable_energy_factor(retired, facility);
  if (!high) return std::nullopt;
  return ShareRange{*renewable_energy_factor(beside_known(retired, known, whole), facility), *high};
}

Issued issue(Joules carried, Joules generated) {
  const auto total = carried + generated;
  return {total.count / joules_per_gec, Joules{total.count % joules_per_gec}};
}

}  // namespace pue::kpi

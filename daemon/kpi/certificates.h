// The certificate account (绿证台账): renewable energy owned on paper. It is another account than
// the physical kilowatt-hours of renewable_sums.h and is never merged with them. It trusts its
// entries: no registry is asked.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "kpi/renewable_sums.h"

namespace pue::kpi {

enum class CertificateKind : std::uint8_t {
  gec,  // China's green electricity certificate (绿证), 1000 kWh each
  go,   // European guarantee of origin
  ppa,  // power purchase agreement with its attributes
};
std::string_view name(CertificateKind kind);
std::optional<CertificateKind> certificate_kind_from_name(std::string_view name);

enum class CertificateStatus : std::uint8_t { owned, retired, sold };
std::string_view name(CertificateStatus status);
std::optional<CertificateStatus> certificate_status_from_name(std::string_view name);

/// One entry. Dates are local; the period of generation is [start, end), end the day after.
struct Certificate {
  CertificateKind kind = CertificateKind::gec;
  std::string number;
  std::chrono::year_month_day start;
  std::chrono::year_month_day end;
  std::int64_t kwh = 0;
  CertificateStatus status = CertificateStatus::owned;
  std::optional<std::chrono::year_month_day> retired_on;  // with `retired` only
  std::string source;
  bool operator==(const Certificate&) const = default;
};

struct DateRange {
  std::chrono::year_month_day start;
  std::chrono::year_month_day end;  // the day after
};

/// The certificates that count for a period as known on `as_of`: retired by that day, generated
/// wholly inside the period, and for GEC retired within two years after generation (their
/// validity). What is owned and not retired, or sold, does not count.
std::vector<Certificate> retired(const std::vector<Certificate>& account, const DateRange& period,
                                 std::chrono::year_month_day as_of,
                                 std::optional<CertificateKind> only = std::nullopt);
/// Their energy.
Joules retired_energy(const std::vector<Certificate>& account, const DateRange& period,
                      std::chrono::year_month_day as_of,
                      std::optional<CertificateKind> only = std::nullopt);

/// What of the energy of a period's certificates stands beside a consumption that is known for
/// `known` of the period `whole`: as much as of the time, rounded down. So missing data raises no
/// share. 0 ≤ known ≤ whole.
Joules beside_known(Joules retired, Duration known, Duration whole);

/// REF = E_ren / E_facility, at most 1 (ISO/IEC 30134-3), attributes owned and retired. Absent
/// unless E_facility > 0.
std::optional<Share> renewable_energy_factor(Joules retired, Joules facility);

/// The share by method `attributes`, which is REF. `low`: the consumption that is not known was
/// like the rest; `high`: there was none.
std::optional<ShareRange> attribute_share(Joules retired, Joules facility, Duration known,
                                          Duration whole);

/// GEC for generated energy: whole certificates of 1000 kWh; what is left waits for the next month.
struct Issued {
  std::int64_t certificates = 0;
  Joules remainder;  // 0 ≤ remainder < 1000 kWh
  bool operator==(const Issued&) const = default;
};
Issued issue(Joules carried, Joules generated);

}  // namespace pue::kpi

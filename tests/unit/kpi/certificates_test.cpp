#include "kpi/certificates.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;
using namespace std::chrono;

namespace {

constexpr std::int64_t kwh = 3'600'000;
constexpr DateRange year_2025{2025y / January / 1, 2026y / January / 1};
constexpr auto today = 2026y / February / 1;

Certificate retired(CertificateKind kind, year_month_day start, year_month_day end,
                    std::int64_t energy_kwh, year_month_day on) {
  return {kind, "1", start, end, energy_kwh, CertificateStatus::retired, on, "registry"};
}
Certificate march() {
  return retired(CertificateKind::gec, 2025y / March / 1, 2025y / April / 1, 2'000,
                 2026y / January / 15);
}
Joules counted(const Certificate& certificate, year_month_day as_of = today,
               const DateRange& period = year_2025) {
  return retired_energy({certificate}, period, as_of);
}

}  // namespace

TEST_CASE("a retired certificate counts with its energy from the day of its retirement") {
  CHECK(counted(march()) == Joules{2'000 * kwh});
  CHECK(counted(march(), 2026y / January / 15) == Joules{2'000 * kwh});
  CHECK(counted(march(), 2026y / January / 14) == Joules{0});
}

TEST_CASE("what is owned and not retired, or sold, does not count") {
  auto certificate = march();
  certificate.status = CertificateStatus::owned;
  CHECK(counted(certificate) == Joules{0});
  certificate.status = CertificateStatus::sold;
  CHECK(counted(certificate) == Joules{0});
  certificate = march();
  certificate.retired_on.reset();
  CHECK(counted(certificate) == Joules{0});
}

TEST_CASE("generation must lie wholly inside the period") {
  const auto period = [](year_month_day start, year_month_day end) {
    return counted(march(), today, {start, end});
  };
  CHECK(period(2025y / March / 1, 2025y / April / 1) == Joules{2'000 * kwh});
  CHECK(period(2025y / March / 2, 2025y / April / 1) == Joules{0});
  CHECK(period(2025y / March / 1, 2025y / March / 31) == Joules{0});
}

TEST_CASE("a GEC is valid for two years after generation, others are not bounded") {
  const DateRange ever{2020y / January / 1, 2030y / January / 1};
  auto certificate = march();
  certificate.retired_on = 2027y / April / 1;
  CHECK(counted(certificate, 2030y / January / 1, ever) == Joules{2'000 * kwh});
  certificate.retired_on = 2027y / April / 2;
  CHECK(counted(certificate, 2030y / January / 1, ever) == Joules{0});
  certificate.kind = CertificateKind::go;
  CHECK(counted(certificate, 2030y / January / 1, ever) == Joules{2'000 * kwh});
}

TEST_CASE("two years after a leap day end with that February") {
  const DateRange ever{2020y / January / 1, 2030y / January / 1};
  auto certificate = march();
  certificate.start = 2024y / February / 1;
  certificate.end = 2024y / February / 29;
  certificate.retired_on = 2026y / February / 28;
  CHECK(counted(certificate, today + years{1}, ever) == Joules{2'000 * kwh});
  certificate.retired_on = 2026y / March / 1;
  CHECK(counted(certificate, today + years{1}, ever) == Joules{0});
}

TEST_CASE("certificates are summed, of all kinds or of one") {
  std::vector<Certificate> account = {march(), march(), march()};
  account[1].kind = CertificateKind::go;
  account[2].kind = CertificateKind::ppa;
  account[2].kwh = 500;
  CHECK(retired_energy(account, year_2025, today) == Joules{4'500 * kwh});
  CHECK(retired(account, year_2025, today, CertificateKind::ppa) == std::vector{account[2]});
  CHECK(retired_energy(account, year_2025, today, CertificateKind::gec) == Joules{2'000 * kwh});
  CHECK(retired_energy(account, year_2025, today, CertificateKind::ppa) == Joules{500 * kwh});
}

TEST_CASE("REF is retired energy of the facility's, at most 1") {
  // ISO/IEC 30134-3: 600 of 1,000 is 0.6; 1,200 of 1,000 is 1.
  CHECK(renewable_energy_factor(Joules{600}, Joules{1'000}) == Share{Joules{600}, Joules{1'000}});
  CHECK(renewable_energy_factor(Joules{600}, Joules{1'000})->ratio() == 0.6);
  CHECK(renewable_energy_factor(Joules{1'200}, Joules{1'000})->ratio() == 1.0);
  CHECK(renewable_energy_factor(Joules{0}, Joules{1})->ratio() == 0.0);
  CHECK_FALSE(renewable_energy_factor(Joules{0}, Joules{0}));
}

TEST_CASE("missing consumption does not raise the share by certificates") {
  // 10 of 12 hours are known with 1,000 kWh; 600 kWh retired. As if the rest was like it: 600 of
  // 1,200, i.e. 500 of 1,000; at most 600 of 1,000.
  using namespace std::chrono_literals;
  const auto share = attribute_share(Joules{600 * kwh}, Joules{1'000 * kwh}, 10h, 12h);
  REQUIRE(share);
  CHECK(share->low == Share{Joules{500 * kwh}, Joules{1'000 * kwh}});
  CHECK(share->high == Share{Joules{600 * kwh}, Joules{1'000 * kwh}});
  // 1,250 of them: more than all of it in `high`, 1,041.67 of 1,000 in `low`: both 1.
  CHECK(attribute_share(Joules{1'250 * kwh}, Joules{1'000 * kwh}, 10h, 12h)->low.ratio() == 1.0);
  CHECK_FALSE(attribute_share(Joules{600}, Joules{0}, 10h, 12h));
  CHECK(beside_known(Joules{10}, 1h, 3h) == Joules{3});  // 3.33 J, rounded down
}

TEST_CASE("certificates are whole, and what is left waits for the next month") {
  // 2,700 kWh: two, 700 left; with 500 more 1,200: one, 200 left.
  const auto first = issue(Joules{0}, Joules{2'700 * kwh});
  CHECK(first == Issued{2, Joules{700 * kwh}});
  CHECK(issue(first.remainder, Joules{500 * kwh}) == Issued{1, Joules{200 * kwh}});
  CHECK(issue(Joules{0}, Joules{1'000 * kwh}) == Issued{1, Joules{0}});
  CHECK(issue(Joules{0}, Joules{1'000 * kwh - 1}) == Issued{0, Joules{1'000 * kwh - 1}});
}

TEST_CASE("each kind and status has its name, and back") {
  for (const std::string_view text : {"gec", "go", "ppa"}) {
    CHECK(name(*certificate_kind_from_name(text)) == text);
  }
  for (const std::string_view text : {"owned", "retired", "sold"}) {
    CHECK(name(*certificate_status_from_name(text)) == text);
  }
  CHECK(certificate_kind_from_name("go") == CertificateKind::go);
  CHECK(certificate_status_from_name("retired") == CertificateStatus::retired);
  CHECK_FALSE(certificate_kind_from_name("rec"));
  CHECK_FALSE(certificate_status_from_name("lost"));
}

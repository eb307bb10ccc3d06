#include "config/certificate_account.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::config;
using namespace std::chrono;

namespace {

using Texts = std::vector<std::string>;

const std::string header = "kind,number,period_start,period_end,kwh,status,retired_on,source\n";

Texts errors_of(const std::string& rows) {
  const auto loaded = load_certificates({"c.csv", header + rows});
  Texts found;
  if (const auto* errors = std::get_if<LocatedErrors>(&loaded)) {
    for (const auto& error : *errors) found.push_back(error.text());
  }
  return found;
}

}  // namespace

TEST_CASE("a certificate is read whole, its period ends with its last day") {
  const auto loaded = load_certificates(
      {"c.csv", header + "gec,NM-1,2025-03-01,2025-03-31,2000,retired,2026-01-15,绿证交易平台\n"
                         "go,1,2025-12-01,2025-12-31,1,owned,,registry\n"
                         "ppa,1,2025-01-01,2025-01-01,1500,sold,,contract 7\n"});
  const auto& account = std::get<std::vector<kpi::Certificate>>(loaded);
  REQUIRE(account.size() == 3);
  CHECK(account[0] == kpi::Certificate{kpi::CertificateKind::gec, "NM-1", 2025y / March / 1,
                                       2025y / April / 1, 2000, kpi::CertificateStatus::retired,
                                       2026y / January / 15, "绿证交易平台"});
  CHECK(account[1].end == 2026y / January / 1);
  CHECK(account[1].status == kpi::CertificateStatus::owned);
  CHECK_FALSE(account[1].retired_on);
  CHECK(account[2].kind == kpi::CertificateKind::ppa);
  CHECK(account[2].status == kpi::CertificateStatus::sold);
}

TEST_CASE("an empty account is an account") { CHECK(errors_of("").empty()); }

TEST_CASE("mistakes in certificates are told with their place") {
  CHECK(errors_of("rec,,2025-3-1,2025-03-31,x,lost,,\n") ==
        Texts{"c.csv:2:1: \"rec\" is not gec, go or ppa",
              "c.csv:2:5: no number; each certificate has its own",
              "c.csv:2:6: \"2025-3-1\" is not a date; write YEAR-MONTH-DAY, for example "
              "2024-05-01",
              "c.csv:2:26: \"x\" is not a whole number in decimal digits",
              "c.csv:2:28: \"lost\" is not owned, retired or sold",
              "c.csv:2:34: no source; name the registry or the contract"});
  CHECK(errors_of("gec,1,2025-03-02,2025-03-01,1500,owned,,s\n") ==
        Texts{"c.csv:2:18: is before period_start",
              "c.csv:2:29: 1500 is no whole number of certificates of 1000 kWh"});
  CHECK(errors_of("go,1,2025-03-01,2025-03-01,0,owned,2025-04-01,s\n") ==
        Texts{"c.csv:2:28: 0 is outside 1 to 1000000000000",
              "c.csv:2:36: is there, but the status is not retired"});
  CHECK(errors_of("go,1,2025-03-01,2025-03-01,1,retired,,s\n") ==
        Texts{"c.csv:2:38: is missing; a retired certificate has its day"});
  CHECK(errors_of("go,1,2025-03-02,2025-03-02,1,retired,2025-03-01,s\n") ==
        Texts{"c.csv:2:38: is before the generation"});
  CHECK(errors_of("go,1,2025-03-02,2025-03-02,1,retired,2025-03-02,s\n").empty());
  CHECK(load_certificates({"c.csv", "kind\n"}).index() == 1);
}

TEST_CASE("a number occurs once in its kind") {
  CHECK(errors_of("gec,1,2025-03-01,2025-03-31,1000,owned,,s\n"
                  "go,1,2025-03-01,2025-03-31,1000,owned,,s\n"
                  "gec,1,2025-03-01,2025-03-31,1000,owned,,s\n") ==
        Texts{"c.csv:4:5: was in line 2 before"});
}

TEST_CASE("an account that would overflow is refused") {
  CHECK(errors_of("go,1,2025-03-01,2025-03-31,1000000000000,owned,,s\n").empty());
  CHECK(errors_of("go,1,2025-03-01,2025-03-31,1000000000000,owned,,s\n"
                  "go,2,2025-03-01,2025-03-31,1,owned,,s\n") ==
        Texts{"c.csv:3:28: more than 1,000 TWh in all"});
}

#include "exporters/page/derived_terms.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/unit/exporters/example_view.h"

using namespace pue;
using Catch::Contains;

namespace {

struct Page {
  View view = test::year_view();
  config::Messages messages;
  Zone zone = Zone::fixed("Asia/Shanghai", std::chrono::hours{8});

  Page() : messages(read()) {}
  static config::Messages read() {
    std::ifstream file(PUE_SOURCE_DIR "/config/messages/en.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    return config::Messages::parse("en.yaml", text.str()).value();
  }
  page::Context context() const { return {view, messages, config::Language::en, zone}; }
};

}  // namespace

TEST_CASE("a term carries its unit") {
  const Page page;
  using api::TermUnit;
  const auto value = [&](double number, TermUnit unit) {
    return page::term_value(page.context(), {"cap", number, unit});
  };
  CHECK(value(3.6e9, TermUnit::joules) == "1,000.0 kWh");
  CHECK(value(1.25, TermUnit::ratio) == "1.2500");
  CHECK(value(12'340, TermUnit::kilograms) == "12.3 t");
  CHECK(value(0.6849, TermUnit::kilograms_per_kilowatt_hour) == "0.6849 kg/kWh");
}

TEST_CASE("an energy that is a figure leads to its page, a factor names its source") {
  const Page page;
  const auto factor = test::example_factor(kpi::FactorKind::grid, 700'000).factor;
  api::Derived derived{{"co2", 1}, {{"facility", 3.6e9}, {"facility", 3.6e9}}};
  derived.terms[1].year = 2025;
  derived.terms.push_back(
      {"factor", 0.7, api::TermUnit::kilograms_per_kilowatt_hour, 2025, &factor});
  const auto html = page::derived_terms(page.context(), derived);
  CHECK_THAT(html, Contains("figure=facility_energy&amp;window=12mo&amp;lang=en\">1,000.0 kWh"));
  CHECK_THAT(html, Contains("<td>E_facility, 2025</td><td class=\"number\">1,000.0 kWh</td>"));
  CHECK_THAT(html, Contains("<td>Factor, 2025</td><td class=\"number\">0.7000 kg/kWh</td>"
                            "<td>a notice (inner-mongolia, 2022, as reported)</td>"));
}

#include "kpi/verdict.h"

#include <catch2/catch.hpp>

using namespace pue;
using namespace pue::kpi;

namespace {

constexpr Millionths cap{1'250'000};

WindowFigures with(std::optional<double> pue, std::optional<double> uncertainty) {
  WindowFigures figures;
  figures.pue = pue;
  figures.uncertainty = uncertainty;
  return figures;
}

}  // namespace

TEST_CASE("PUE plus U up to and including the cap passes") {
  CHECK(verdict(with(1.125, 0.125), cap) == Verdict::pass);  // 1.25 exactly, in binary too
  CHECK(verdict(with(1.125, 0.1251), cap) == Verdict::inconclusive);
  CHECK(verdict(with(1.25, 0.0), cap) == Verdict::pass);
}

TEST_CASE("PUE minus U must be above the cap to fail, not on it") {
  CHECK(verdict(with(1.375, 0.125), cap) == Verdict::inconclusive);
  CHECK(verdict(with(1.375, 0.1249), cap) == Verdict::fail);
}

TEST_CASE("a cap within U of the PUE is inconclusive on both sides") {
  CHECK(verdict(with(1.24, 0.0144), cap) == Verdict::inconclusive);
  CHECK(verdict(with(1.26, 0.0144), cap) == Verdict::inconclusive);
}

TEST_CASE("without U nothing is concluded, however far the cap") {
  CHECK(verdict(with(1.1, std::nullopt), cap) == Verdict::inconclusive);
  CHECK(verdict(with(2.0, std::nullopt), cap) == Verdict::inconclusive);
}

TEST_CASE("a failed gate and a PUE below 1 come before everything else") {
  CHECK(verdict(with(std::nullopt, 0.01), cap) == Verdict::insufficient);
  CHECK(verdict(with(std::nullopt, std::nullopt), cap) == Verdict::insufficient);
  CHECK(verdict(with(0.9999, 0.01), cap) == Verdict::insufficient);
  CHECK(verdict(with(0.9999, std::nullopt), cap) == Verdict::insufficient);
  CHECK(verdict(with(1.0, 0.01), cap) == Verdict::pass);
}

TEST_CASE("a value below its gate has no verdict although page and API show it") {
  auto figures = with(std::nullopt, 0.01);
  figures.pue_ungated = 1.1;
  CHECK(verdict(figures, cap) == Verdict::insufficient);
}

TEST_CASE("verdicts have the names of the verdict label") {
  CHECK(name(Verdict::pass) == "pass");
  CHECK(name(Verdict::fail) == "fail");
  CHECK(name(Verdict::inconclusive) == "inconclusive");
  CHECK(name(Verdict::insufficient) == "insufficient");
  CHECK(verdicts.size() == 4);
}

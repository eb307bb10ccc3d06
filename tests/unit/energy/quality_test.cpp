#include "energy/quality.h"

#include <catch2/catch.hpp>

using namespace pue::energy;

TEST_CASE("each quality is read back from its name, and other words are none") {
  for (const auto quality :
       {Quality::measured, Quality::recovered, Quality::integrated, Quality::substituted,
        Quality::edited, Quality::estimated, Quality::missing})
    CHECK(quality_from_name(name(quality)) == quality);
  CHECK(name(Quality::recovered) == "recovered");
  CHECK_FALSE(quality_from_name("Measured"));
  CHECK_FALSE(quality_from_name(""));
}

TEST_CASE("the worst of several qualities is their maximum") {
  CHECK(Quality::measured < Quality::recovered);
  CHECK(Quality::recovered < Quality::integrated);
  CHECK(Quality::integrated < Quality::substituted);
  CHECK(Quality::substituted < Quality::edited);
  CHECK(Quality::edited < Quality::estimated);
  CHECK(Quality::estimated < Quality::missing);
}

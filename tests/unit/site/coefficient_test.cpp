#include "site/coefficient.h"

#include <catch2/catch.hpp>

using namespace pue::site;

TEST_CASE("a coefficient is exact in millionths") {
  CHECK(Coefficient{}.millionths == 1'000'000);
  CHECK(Coefficient::whole(-2).millionths == -2'000'000);
  CHECK((-Coefficient{350'000}).millionths == -350'000);
  CHECK(Coefficient{350'000}.as_double() == 0.35);
  CHECK(Coefficient::whole(-1).as_double() == -1.0);
  auto sum = Coefficient{350'000};
  sum += Coefficient{-350'001};
  CHECK(sum.millionths == -1);
}

TEST_CASE("only one and minus one are plain, zero is not positive") {
  CHECK(Coefficient::whole(1).is_plain());
  CHECK(Coefficient::whole(-1).is_plain());
  CHECK_FALSE(Coefficient::whole(2).is_plain());
  CHECK_FALSE(Coefficient{999'999}.is_plain());
  CHECK(Coefficient{0}.is_zero());
  CHECK_FALSE(Coefficient{1}.is_zero());
  CHECK(Coefficient{1}.is_positive());
  CHECK_FALSE(Coefficient{0}.is_positive());
  CHECK_FALSE(Coefficient{-1}.is_positive());
}

TEST_CASE("a coefficient is at most 1000, either way") {
  CHECK(is_within_limit({1'000'000'000}));
  CHECK_FALSE(is_within_limit({1'000'000'001}));
  CHECK(is_within_limit({-1'000'000'000}));
  CHECK_FALSE(is_within_limit({-1'000'000'001}));
}

TEST_CASE("a product is exact or none") {
  CHECK(product({350'000}, {500'000}) == Coefficient{175'000});  // 0.35 · 0.5 = 0.175
  CHECK(product({-350'000}, Coefficient::whole(1)) == Coefficient{-350'000});
  CHECK_FALSE(product({1}, {500'000}).has_value());  // 0.0000005 has seven digits
  CHECK(product(Coefficient::whole(1000), Coefficient::whole(1)) == Coefficient::whole(1000));
  CHECK_FALSE(product(Coefficient::whole(1000), Coefficient::whole(2)).has_value());
  CHECK_FALSE(product(Coefficient::whole(1000), Coefficient::whole(-1000)).has_value());
}

TEST_CASE("a coefficient is written without superfluous digits") {
  CHECK(to_text({350'000}) == "0.35");
  CHECK(to_text({-2'000'000}) == "-2");
  CHECK(to_text({1}) == "0.000001");
  CHECK(to_text({-1'500'000}) == "-1.5");
  CHECK(to_text({0}) == "0");
  CHECK(to_text({100'000'000}) == "100");
}

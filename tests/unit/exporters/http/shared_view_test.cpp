#include "exporters/http/shared_view.h"

#include <catch2/catch.hpp>

#include "base/limits.h"

using namespace pue;
using namespace std::chrono_literals;

namespace {

const MonoTime start{100s};

}  // namespace

TEST_CASE("requests of about the same moment share one view") {
  http::SharedView shared{[] { return std::make_shared<const View>(); }};
  const auto first = shared.at(start);
  CHECK(shared.at(start + limits::http_view_age - 1ns) == first);
  const auto second = shared.at(start + limits::http_view_age);
  CHECK(second != first);
  CHECK(shared.at(start + limits::http_view_age + 1ns) == second);
}

TEST_CASE("while there is no view each request asks again") {
  std::shared_ptr<const View> view;
  http::SharedView shared{[&] { return view; }};
  CHECK(shared.at(start) == nullptr);
  view = std::make_shared<const View>();
  CHECK(shared.at(start) == view);
}

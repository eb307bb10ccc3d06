// What every section of the page is made from: the view, and how it is put into words.
#pragma once

#include "exporters/page/wording.h"
#include "exporters/view.h"

namespace pue::page {

struct Context : Wording {
  Context(const View& v, const config::Messages& m, config::Language l, const Zone& z)
      : Wording{m, l, z}, view(v) {}

  const View& view;
};

}  // namespace pue::page

#include "exporters/http/shared_view.h"

#include "base/limits.h"

namespace pue::http {

std::shared_ptr<const View> SharedView::at(MonoTime now) {
  if (last_ && now - made_ < limits::http_view_age) return last_;
  last_ = make_();
  made_ = now;
  return last_;
}

}  // namespace pue::http

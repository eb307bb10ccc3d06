// One view for all requests of about the same moment: the text made of it is made once, and however
// many slow readers hold it, they hold one.
#pragma once

#include <functional>
#include <memory>

#include "base/time.h"
#include "exporters/view.h"

namespace pue::http {

class SharedView {
 public:
  using Make = std::function<std::shared_ptr<const View>()>;

  explicit SharedView(Make make) : make_(std::move(make)) {}

  /// The last view, or a new one when that is older than limits::http_view_age; null before there
  /// is one.
  std::shared_ptr<const View> at(MonoTime now);

 private:
  Make make_;
  std::shared_ptr<const View> last_;
  MonoTime made_{};
};

}  // namespace pue::http

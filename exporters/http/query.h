// The parameters behind the ? of a request's target. It knows no names and judges no values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pue::http {

class Query {
 public:
  /// "a=b&name=value". Percent-encoded printable ASCII is decoded; other bytes are there in their
  /// encoded form, so that every value is printable ASCII. A + stays one: times have it, no value
  /// has spaces.
  explicit Query(std::string_view text);

  /// The first of that name; empty for a name without value.
  std::optional<std::string> value(std::string_view name) const;
  /// Names and values in their order.
  const std::vector<std::pair<std::string, std::string>>& parameters() const { return parameters_; }

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace pue::http

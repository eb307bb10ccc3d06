// One mapping of a configuration text, read key by key. It checks keys against the section's list
// when it is opened and reports each wrong value at its place; a value that is absent or wrong
// reads as nothing, so that reading goes on and all errors are told at once.
#pragma once

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/units.h"
#include "base/volume.h"
#include "config/errors.h"
#include "config/keys.h"

namespace pue::config {

struct DurationBounds {
  Duration from;
  Duration to;
};
struct IntegerBounds {
  std::int64_t from;
  std::int64_t to;
};

class Mapping {
 public:
  /// `subject` opens the messages about the whole mapping: `meter "ups-a"`, `"site"`. An undefined
  /// node reads as a mapping without keys.
  Mapping(const YAML::Node& node, Section section, std::string subject, ErrorList& errors);

  YAML::Mark mark() const;
  ErrorList& errors() const { return errors_; }
  const std::string& subject() const { return subject_; }
  void set_subject(std::string subject) { subject_ = std::move(subject); }

  bool has(std::string_view key) const;
  /// The child node; undefined when absent. Its place, or the mapping's when absent.
  YAML::Node child(std::string_view key) const;
  YAML::Mark mark_of(std::string_view key) const;
  /// Reports an error at the key's value.
  void complain(std::string_view key, const std::string& message) const;
  /// Reports a key that must be there; `remedy` says what to write. True if it is there. The
  /// absence of a whole mapping is not reported again for each of its keys.
  bool require(std::string_view key, std::string_view remedy) const;

  std::optional<std::string> text(std::string_view key) const;
  std::optional<std::string> name(std::string_view key) const;
  std::optional<bool> boolean(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key, IntegerBounds bounds) const;
  std::optional<double> number(std::string_view key) const;
  std::optional<Duration> duration(std::string_view key, DurationBounds bounds) const;
  std::optional<Watts> power(std::string_view key) const;
  std::optional<VolumeFlow> flow(std::string_view key) const;
  std::optional<double> volts(std::string_view key) const;
  std::optional<std::chrono::year_month_day> date(std::string_view key) const;
  std::optional<UtcTime> moment(std::string_view key) const;

  /// A scalar without quotes (numbers, booleans), unparsed.
  std::optional<std::string> plain(std::string_view key) const;
  /// The value if it parses; else its error is reported.
  template <class T>
  std::optional<T> parsed(std::string_view key, const std::optional<std::string>& value,
                          Result<T> (*parse)(std::string_view)) const {
    if (!value) return std::nullopt;
    const auto result = parse(*value);
    if (result) return *result;
    complain(key, result.error().message);
    return std::nullopt;
  }

 private:
  void check_keys(Section section) const;

  YAML::Node node_;
  std::string subject_;
  ErrorList& errors_;
  const SectionKeys& keys_;
};

/// The children of a sequence; a node of another kind is reported, an undefined one has none.
std::vector<YAML::Node> sequence(const YAML::Node& node, std::string_view what, ErrorList& errors);

/// `"a", "b" or "c"`.
std::string one_of(const std::vector<std::string_view>& words);

}  // namespace pue::config

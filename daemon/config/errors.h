// Collects the errors of one text with their places, up to a bound, so that all are told at once.
// It prints nothing and decides nothing.
#pragma once

#include <yaml-cpp/mark.h>

#include <string>
#include <vector>

#include "config/load.h"

namespace pue::config {

class ErrorList {
 public:
  /// `source` must outlive the list.
  explicit ErrorList(const SourceText& source);

  /// `at` as yaml-cpp counts: bytes from 0. The message starts with what is wrong, ends with the
  /// remedy, and has no full stop.
  void add(const YAML::Mark& at, std::string message);
  /// Errors of another file, e.g. a profile.
  void append(const LocatedErrors& others);

  bool empty() const { return errors_.empty(); }
  /// Further errors are only counted: work for their messages is wasted.
  bool full() const;
  /// By place, this file's first; beyond limits::config_errors a last line tells how many more.
  LocatedErrors sorted() const;

 private:
  LocatedError located(const YAML::Mark& at, std::string message) const;
  void keep(LocatedError error);

  const SourceText& source_;
  std::vector<std::size_t> line_starts_;
  LocatedErrors errors_;
  std::size_t not_kept_ = 0;
};

}  // namespace pue::config

// What a function returns that input can break: the value, or an error that says what is wrong,
// where, and what to do. Exceptions are for our own bugs.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>

namespace pue {

struct ErrorText {
  std::string message;
  bool operator==(const ErrorText&) const = default;
};

/// A message for a person: what, where, remedy. No trailing newline. Made with braces alone: an
/// aggregate with a base cannot be made by `Error(text)`, so a Result<std::string> takes a plain
/// text as its value.
struct Error : ErrorText {};

[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::logic_error("unchecked error: " + error.message);
}

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace pue

// A file descriptor that is closed with its owner.
#pragma once

#include <unistd.h>

namespace pue::runtime {

class Descriptor {
 public:
  /// Takes what open(2) answered; below 0 it is none.
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace pue::runtime

// A file descriptor that is closed with its owner.
#pragma once

#include <unistd.h>

#include <string_view>
#include <utility>

namespace pue::runtime {

class Descriptor {
 public:
  /// Takes what open(2) answered; below 0 it is none.
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

/// False: not all of it, and errno says why.
inline bool write_all(const Descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::write(file.number(), bytes.data(), bytes.size());
    if (size < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

}  // namespace pue::runtime

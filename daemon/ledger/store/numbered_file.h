// Files of a bundle that hold bytes by the number of an entry, one after the other: number, length,
// bytes (docs/ledger-format.md, "A bundle"). They may be larger than memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pue::ledger {

struct NumberedBytes {
  std::uint64_t number = 0;
  std::string bytes;
};

class NumberedFileWriter {
 public:
  /// Throws std::ios_base::failure, as the function below.
  explicit NumberedFileWriter(const std::filesystem::path& path);
  void write(std::uint64_t number, std::string_view bytes);

 private:
  std::ofstream stream_;
};

class NumberedFile {
 public:
  explicit NumberedFile(const std::filesystem::path& path);

  /// Nothing at the end. Error: the file is absent, cut off, or its numbers do not rise.
  Result<std::optional<NumberedBytes>> next();
  /// The bytes of that number, when they come next; else nothing.
  Result<std::optional<std::string>> take(std::uint64_t number);
  bool at_end();
  const std::string& name() const { return name_; }

 private:
  Result<std::uint64_t> read_number();

  std::string name_;
  std::ifstream stream_;
  std::optional<NumberedBytes> waiting_;
  std::optional<std::uint64_t> last_;
};

}  // namespace pue::ledger

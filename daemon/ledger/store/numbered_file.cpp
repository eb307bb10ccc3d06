#include "ledger/store/numbered_file.h"

#include <utility>

#include "base/limits.h"
#include "ledger/varint.h"

namespace pue::ledger {

NumberedFileWriter::NumberedFileWriter(const std::filesystem::path& path)
    : stream_(path, std::ios::binary) {
  stream_.exceptions(std::ios::badbit | std::ios::failbit);
}

void NumberedFileWriter::write(std::uint64_t number, std::string_view bytes) {
  std::string head;
  append_unsigned(head, number);
  append_unsigned(head, bytes.size());
  stream_ << head << bytes;
}

NumberedFile::NumberedFile(const std::filesystem::path& path)
    : name_(path.filename().string()), stream_(path, std::ios::binary) {}

Result<std::uint64_t> NumberedFile::read_number() {
  constexpr std::size_t longest = 10;  // bytes of a number
  std::string bytes;
  do {
    const int next = stream_.get();
    if (next == std::ifstream::traits_type::eof()) return Error{"it ends within a number"};
    bytes.push_back(static_cast<char>(next));
  } while ((static_cast<unsigned char>(bytes.back()) & 0x80) != 0 && bytes.size() < longest);
  return ByteReader(bytes).read_unsigned();
}

Result<std::optional<NumberedBytes>> NumberedFile::next() {
  if (waiting_) return std::exchange(waiting_, std::nullopt);
  if (!stream_.is_open()) return Error{"it is missing"};
  if (stream_.peek() == std::ifstream::traits_type::eof()) return std::optional<NumberedBytes>{};
  NumberedBytes one;
  const auto number = read_number();
  if (!number) return number.error();
  if (last_ && *number <= *last_) return Error{"its numbers do not rise"};
  last_ = one.number = *number;
  const auto length = read_number();
  if (!length) return length.error();
  if (*length > limits::ledger_blob_bytes) return Error{"bytes that are too many"};
  one.bytes.resize(*length);
  if (!stream_.read(one.bytes.data(), static_cast<std::streamsize>(*length)))
    return Error{"it is cut off"};
  return std::optional(std::move(one));
}

Result<std::optional<std::string>> NumberedFile::take(std::uint64_t number) {
  auto one = next();
  if (!one) return one.error();
  if (!*one) return std::optional<std::string>{};
  if ((*one)->number == number) return std::optional(std::move((*one)->bytes));
  waiting_ = std::move(*one);
  return std::optional<std::string>{};
}

bool NumberedFile::at_end() {
  return !waiting_ && stream_.peek() == std::ifstream::traits_type::eof();
}

}  // namespace pue::ledger

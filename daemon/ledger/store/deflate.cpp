#include "ledger/store/deflate.h"

#include <zlib.h>

#include <new>

#include "base/limits.h"
#include "ledger/varint.h"

namespace pue::ledger {

std::string deflate(std::string_view bytes) {
  std::string deflated;
  append_unsigned(deflated, bytes.size());
  const auto start = deflated.size();
  auto size = ::compressBound(static_cast<uLong>(bytes.size()));
  deflated.resize(start + size);
  const auto result = ::compress2(reinterpret_cast<Bytef*>(deflated.data() + start), &size,
                                  reinterpret_cast<const Bytef*>(bytes.data()),
                                  static_cast<uLong>(bytes.size()), Z_DEFAULT_COMPRESSION);
  if (result != Z_OK) throw std::bad_alloc();  // nothing else can be wrong with enough room
  deflated.resize(start + size);
  return deflated;
}

Result<std::string> inflate(std::string_view deflated) {
  ByteReader reader(deflated);
  const auto length = reader.read_unsigned();
  if (!length) return length.error();
  if (*length > limits::ledger_blob_bytes) return Error{"a blob that is too long"};
  std::string bytes(static_cast<std::size_t>(*length), '\0');
  auto size = static_cast<uLong>(bytes.size());
  const auto body = deflated.substr(reader.position());
  const auto result =
      ::uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size,
                   reinterpret_cast<const Bytef*>(body.data()), static_cast<uLong>(body.size()));
  if (result != Z_OK || size != bytes.size()) return Error{"a blob that cannot be inflated"};
  return bytes;
}

}  // namespace pue::ledger

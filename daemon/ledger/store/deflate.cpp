#include "ledger/store/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <new>

#include "base/limits.h"
#include "ledger/varint.h"

namespace pue::ledger {
namespace {

const Error damaged{"a blob that cannot be inflated"};

struct Blob {
  std::size_t length = 0;  // inflated
  std::string_view body;
};

Result<Blob> opened(std::string_view deflated) {
  ByteReader reader(deflated);
  const auto length = reader.read_unsigned();
  if (!length) return length.error();
  if (*length > limits::ledger_blob_bytes) return Error{"a blob that is too long"};
  return Blob{static_cast<std::size_t>(*length), deflated.substr(reader.position())};
}

}  // namespace

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
  const auto blob = opened(deflated);
  if (!blob) return blob.error();
  std::string bytes(blob->length, '\0');
  auto size = static_cast<uLong>(bytes.size());
  const auto& body = blob->body;
  const auto result =
      ::uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size,
                   reinterpret_cast<const Bytef*>(body.data()), static_cast<uLong>(body.size()));
  if (result != Z_OK || size != bytes.size()) return damaged;
  return bytes;
}

Result<std::string> inflate_head(std::string_view deflated, std::size_t at_most) {
  const auto blob = opened(deflated);
  if (!blob) return blob.error();
  std::string bytes(std::min(blob->length, at_most), '\0');
  if (bytes.empty()) return bytes;
  z_stream stream{};
  if (::inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  // zlib does not write to it; its interface is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(blob->body.data()));
  stream.avail_in = static_cast<uInt>(blob->body.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  const auto result = ::inflate(&stream, Z_SYNC_FLUSH);
  ::inflateEnd(&stream);
  if ((result != Z_OK && result != Z_STREAM_END) || stream.avail_out != 0) return damaged;
  return bytes;
}

}  // namespace pue::ledger

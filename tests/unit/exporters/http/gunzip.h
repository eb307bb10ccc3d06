// Unpacks what the server compressed, with zlib itself: not with our own code.
#pragma once

#include <zlib.h>

#include <catch2/catch.hpp>
#include <string>

namespace pue::test {

/// The text of one gzip member of at most 1 MiB.
inline std::string gunzip(std::string compressed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string text(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

}  // namespace pue::test

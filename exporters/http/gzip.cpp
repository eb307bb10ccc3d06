#include "exporters/http/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace pue::http {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// "q=0", "q=0.000": not acceptable.
bool is_refused(std::string_view parameter) {
  parameter = trimmed(parameter);
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return false;
  return parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    const auto comma = accept_encoding.find(',');
    const auto item = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(comma == std::string_view::npos ? item.size() : comma + 1);
    const auto semicolon = item.find(';');
    const auto coding = trimmed(item.substr(0, semicolon));
    const bool wanted =
        semicolon == std::string_view::npos || !is_refused(item.substr(semicolon + 1));
    // An explicit gzip decides, whatever * says.
    if (equals_ignoring_case(coding, "gzip")) return wanted;
    if (coding == "*") any = wanted;
  }
  return any;
}

std::string gzip(std::string_view text) {
  constexpr int gzip_format = 15 + 16;  // largest window, gzip header
  z_stream stream{};
  // The fastest level: metrics shrink to about a tenth with it, the best takes many times as long.
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzip_format, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib cannot start: out of memory");
  std::string compressed(deflateBound(&stream, text.size()), '\0');
  std::string input(text);  // zlib wants it writable
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  const int outcome = deflate(&stream, Z_FINISH);
  compressed.resize(stream.total_out);
  deflateEnd(&stream);
  if (outcome != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
  return compressed;
}

}  // namespace pue::http

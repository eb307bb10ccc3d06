// A main for a fuzz target where there is no libFuzzer: every file of a corpus, and as many
// mutations of them as asked for. The same arguments give the same inputs everywhere.
//
// usage: PROGRAM CORPUS_FOLDER MUTATIONS
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;
using Dice = std::mt19937_64;

std::vector<Bytes> corpus_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Bytes> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

std::uint8_t byte(Dice& dice) {
  // Edges of ranges are where mistakes are made.
  constexpr std::uint8_t edges[] = {0x00, 0x01, 0x7F, 0x80, 0xFF, '0', '-', ':', '\n', ','};
  return dice() % 2 == 0 ? edges[dice() % std::size(edges)] : static_cast<std::uint8_t>(dice());
}

void mutate(Bytes& bytes, const std::vector<Bytes>& corpus, Dice& dice) {
  const auto at = static_cast<std::ptrdiff_t>(dice() % (bytes.size() + 1));
  const auto place = bytes.begin() + at;
  const auto left = static_cast<std::size_t>(bytes.end() - place);
  const auto few = static_cast<std::ptrdiff_t>(std::min<std::size_t>(left, 1 + dice() % 8));
  switch (dice() % 5) {
    case 0:
      if (left > 0) *place ^= static_cast<std::uint8_t>(1U << (dice() % 8));
      break;
    case 1:
      if (left > 0) *place = byte(dice);
      break;
    case 2:
      bytes.insert(place, 1 + dice() % 4, byte(dice));
      break;
    case 3:
      bytes.erase(place, place + few);
      break;
    default: {  // goes on as another one does
      const auto& other = corpus[dice() % corpus.size()];
      const auto from = static_cast<std::ptrdiff_t>(dice() % (other.size() + 1));
      bytes.erase(place, bytes.end());
      bytes.insert(bytes.end(), other.begin() + from, other.end());
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: {} CORPUS_FOLDER MUTATIONS\n", argv[0]);
    return 2;
  }
  const auto corpus = corpus_of(argv[1]);
  if (corpus.empty()) {
    fmt::print(stderr, "{}: no corpus\n", argv[1]);
    return 2;
  }
  for (const auto& bytes : corpus) LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  constexpr std::size_t longest = 64 * 1024;
  const auto mutations = std::strtoull(argv[2], nullptr, 10);
  Dice dice(1);
  for (std::uint64_t i = 0; i < mutations; ++i) {
    auto bytes = corpus[dice() % corpus.size()];
    for (auto changes = 1 + dice() % 8; changes > 0; --changes) mutate(bytes, corpus, dice);
    bytes.resize(std::min(bytes.size(), longest));
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
  fmt::print("{} files, {} mutations\n", corpus.size(), mutations);
  return EXIT_SUCCESS;
}

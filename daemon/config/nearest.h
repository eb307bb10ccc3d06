// "Did you mean": the known word nearest to one that is not known, by edit distance. Nothing is
// suggested when nothing is near: a wrong hint costs more than none.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pue::config {

/// Insertions, deletions, substitutions and swaps of neighbours, without regard to case.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The first of the nearest candidates within a third of the word's length (at least 1 edit).
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string_view>& candidates);

/// `, did you mean "address"?` or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace pue::config

#include "config/formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/limits.h"
#include "config/nearest.h"
#include "config/scalar.h"

namespace pue::config {
namespace {

std::vector<std::string_view> split_at_spaces(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const auto start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) return words;
    const auto end = std::min(text.find(' ', start), text.size());
    words.push_back(text.substr(start, end - start));
    text.remove_prefix(end);
  }
}

bool is_number(std::string_view word) { return word.front() >= '0' && word.front() <= '9'; }

class FormulaParser {
 public:
  FormulaParser(std::string_view text, const FormulaNames& names)
      : words_(split_at_spaces(text)), names_(names) {}

  Result<std::vector<site::FormulaTerm>> parse() {
    if (words_.empty()) {
      return Error{"the formula is empty; write for example \"ups-in - ups-out\""};
    }
    auto error = read_term(1);
    while (!error && at_ < words_.size()) {
      const auto sign = read_sign();
      error = sign ? read_term(*sign) : not_an_operator(words_[at_]);
    }
    if (error) return *error;
    return std::move(terms_);
  }

 private:
  std::optional<int> read_sign() {
    if (words_[at_] != "+" && words_[at_] != "-") return std::nullopt;
    return words_[at_++] == "+" ? 1 : -1;
  }

  /// [NUMBER *] NAME
  std::optional<Error> read_term(int sign) {
    auto coefficient = site::Coefficient::whole(sign);
    if (at_ < words_.size() && is_number(words_[at_])) {
      if (auto error = read_number(coefficient)) return error;
    }
    if (at_ == words_.size()) return Error{fmt::format("no meter after \"{}\"", words_.back())};
    const auto word = words_[at_++];
    const auto found = names_.find(word);
    if (found == names_.end()) return unknown_meter(word);
    if (!seen_.insert(word).second) {
      return Error{fmt::format("meter \"{}\" stands in it twice", word)};
    }
    terms_.push_back({coefficient, found->second});
    return std::nullopt;
  }

  /// NUMBER *
  std::optional<Error> read_number(site::Coefficient& coefficient) {
    const auto word = words_[at_++];
    const auto millionths = parse_millionths(word);
    if (!millionths) {
      return lacks_spaces(word) ? lacking_spaces(word) : millionths.error();
    }
    const site::Coefficient number{*millionths};
    if (number.is_zero() || !is_within_limit(number)) {
      return Error{fmt::format("\"{}\": a coefficient is more than 0 and at most {}", word,
                               limits::formula_coefficient)};
    }
    coefficient = coefficient.is_positive() ? number : -number;
    if (at_ == words_.size() || words_[at_] != "*") {
      return Error{fmt::format("expected * and a meter after \"{}\"", word)};
    }
    ++at_;
    return std::nullopt;
  }

  std::vector<std::string_view> known() const {
    std::vector<std::string_view> all;
    for (const auto& [name, id] : names_) all.push_back(name);
    return all;
  }

  /// "a-b" and "a -b" are operators without their spaces when that makes names of meters.
  bool lacks_spaces(std::string_view word) const {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (word[i] == '+' || (word[i] == '*' && word.size() > 1)) return true;
      if (word[i] != '-') continue;
      const auto left = word.substr(0, i), right = word.substr(i + 1);
      if ((left.empty() || names_.contains(left)) && names_.contains(right)) return true;
    }
    return false;
  }

  static Error lacking_spaces(std::string_view word) {
    return {fmt::format("\"{}\": write +, - and * with spaces on both sides", word)};
  }

  Error not_an_operator(std::string_view word) const {
    if (lacks_spaces(word)) return lacking_spaces(word);
    if (word == "*") return {"a number stands before its meter; write for example 0.35 * plant"};
    return {fmt::format("expected + or -, not \"{}\"", word)};
  }

  Error unknown_meter(std::string_view word) const {
    if (lacks_spaces(word)) return lacking_spaces(word);
    return {fmt::format("unknown meter \"{}\"{}", word, did_you_mean(word, known()))};
  }

  std::vector<std::string_view> words_;
  const FormulaNames& names_;
  std::size_t at_ = 0;
  std::vector<site::FormulaTerm> terms_;
  std::set<std::string_view> seen_;
};

}  // namespace

Result<std::vector<site::FormulaTerm>> parse_formula(std::string_view text,
                                                     const FormulaNames& names) {
  return FormulaParser(text, names).parse();
}

}  // namespace pue::config

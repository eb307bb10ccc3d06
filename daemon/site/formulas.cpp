#include "site/formulas.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"

namespace pue::site {
namespace {

class Writer {
 public:
  Writer(std::size_t meters, const std::vector<VirtualMeter>& virtual_meters)
      : meters_(meters),
        virtual_meters_(virtual_meters),
        written_(virtual_meters.size()),
        levels_(virtual_meters.size()) {}

  std::variant<std::vector<WrittenOut>, FormulaError> write_all() {
    for (std::uint32_t index = 0; index < virtual_meters_.size(); ++index) {
      if (!write(VirtualMeterId{index})) return *error_;
    }
    return std::move(written_);
  }

 private:
  const std::string& name_of(VirtualMeterId meter) const {
    return virtual_meters_[meter.index].name;
  }

  bool fail(VirtualMeterId meter, std::string message) {
    error_ = {meter, fmt::format("virtual meter {}: {}", name_of(meter), message)};
    return false;
  }

  /// Writes out what the meter needs, then the meter itself, once. False: error_ says why.
  bool write(VirtualMeterId meter) {
    if (levels_[meter.index] != 0) return true;
    if (std::find(way_.begin(), way_.end(), meter) != way_.end()) return fail_circle(meter);
    if (way_.size() >= limits::formula_depth) return fail_depth(meter);
    way_.push_back(meter);
    Coefficients sum;
    auto& written = written_[meter.index];
    std::size_t level = 0;
    for (const auto& term : virtual_meters_[meter.index].terms) {
      const auto* inner = std::get_if<VirtualMeterId>(&term.of);
      const bool good = inner ? add_virtual(meter, term.coefficient, *inner, sum, written.through)
                              : add_physical(meter, term, sum);
      if (!good) return false;
      if (inner) level = std::max(level, levels_[inner->index]);
    }
    way_.pop_back();
    written.sum = signed_sum(sum);
    std::erase_if(written.through, [](const auto& part) { return part.second.is_zero(); });
    levels_[meter.index] = level + 1;
    if (level + 1 > limits::formula_depth) return fail_depth(meter);
    terms_ += written.sum.size() + written.through.size();
    return terms_ <= limits::formula_terms || fail_length(meter);
  }

  bool add_physical(VirtualMeterId meter, const FormulaTerm& term, Coefficients& sum) {
    const auto id = std::get<MeterId>(term.of);
    if (id.index >= meters_) {
      return fail(meter, "its formula names a meter that does not exist; use meters of this site");
    }
    return add(sum, term.coefficient, {{id, Coefficient{}}}) || fail_product(meter);
  }

  bool add_virtual(VirtualMeterId meter, Coefficient factor, VirtualMeterId inner,
                   Coefficients& sum, std::map<VirtualMeterId, Coefficient>& through) {
    if (inner.index >= virtual_meters_.size()) {
      return fail(meter, "its formula names a meter that does not exist; use meters of this site");
    }
    if (!write(inner)) return false;
    if (!add(sum, factor, written_[inner.index].sum)) return fail_product(meter);
    add(through, inner, factor);
    for (const auto& [deeper, coefficient] : written_[inner.index].through) {
      const auto part = product(factor, coefficient);
      if (!part) return fail_product(meter);
      add(through, deeper, *part);
    }
    return true;
  }

  bool fail_circle(VirtualMeterId meter) {
    std::string way;
    for (auto at = std::find(way_.begin(), way_.end(), meter); at != way_.end(); ++at) {
      way += name_of(*at) + ", ";
    }
    return fail(meter, fmt::format("the formulas form a circle ({}{}); take one meter out of it",
                                   way, name_of(meter)));
  }
  bool fail_depth(VirtualMeterId meter) {
    return fail(meter, fmt::format("formulas within formulas to more than {} levels; name meters "
                                   "instead of virtual meters",
                                   limits::formula_depth));
  }
  bool fail_length(VirtualMeterId meter) {
    return fail(meter, fmt::format("the formulas written out have more than {} terms; use fewer "
                                   "virtual meters within virtual meters",
                                   limits::formula_terms));
  }
  bool fail_product(VirtualMeterId meter) {
    return fail(meter,
                fmt::format("a coefficient, written out, has more than six digits after the point "
                            "or is beyond {}; round the coefficients",
                            limits::formula_coefficient));
  }

  std::size_t meters_;
  const std::vector<VirtualMeter>& virtual_meters_;
  std::vector<WrittenOut> written_;  // by VirtualMeterId
  std::vector<std::size_t> levels_;  // of nesting, from 1; 0: not written out yet
  std::vector<VirtualMeterId> way_;  // from the formula that is written out down to here
  std::size_t terms_ = 0;
  std::optional<FormulaError> error_;
};

}  // namespace

std::variant<std::vector<WrittenOut>, FormulaError> write_out_formulas(
    std::size_t meters, const std::vector<VirtualMeter>& virtual_meters) {
  return Writer(meters, virtual_meters).write_all();
}

}  // namespace pue::site

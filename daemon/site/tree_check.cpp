#include "site/tree_check.h"

#include <cmath>

#include "site/accuracy.h"

namespace pue::site {
namespace {

bool in_place(const MeterPlace& meter, UtcTime at) {
  return (!meter.from || *meter.from <= at) && (!meter.to || at < *meter.to);
}

/// What the meter takes from the one above it: generation and discharge flow upwards.
std::optional<double> downward(const MeterPlace& meter, Watts power) {
  switch (meter.role) {
    case Role::solar:
    case Role::wind:
    case Role::genset:
    case Role::battery:
      return -power.value;
    case Role::grid:
    case Role::it:
    case Role::cooling:
    case Role::power_loss:
    case Role::lighting:
    case Role::other:
    case Role::feeder:
    case Role::excluded:
    case Role::export_:
      return power.value;
    case Role::curtailed:
    case Role::check:
    case Role::water:
    case Role::heat_reuse:
      return std::nullopt;
  }
  return std::nullopt;
}

bool has_branch(const MeterPlace& meter) {
  return meter.children_complete &&
         (is_load(meter.role) || meter.role == Role::feeder || meter.role == Role::grid);
}

class Branch {
 public:
  Branch(const SiteSettings& settings, MeterId parent, double power) : settings_(settings) {
    result_.parent = parent;
    result_.residual = Watts{power};
    note_uncertainty(parent, power);
  }

  void add(MeterId child, double power) {
    children_.push_back({child, power});
    result_.residual -= Watts{power};
    note_uncertainty(child, power);
  }

  BranchResidual result() {
    if (all_known_) result_.tolerance = Watts{2 * std::sqrt(variance_)};
    if (!result_.tolerance || result_.beyond_tolerance()) name_suspect();
    return result_;
  }

 private:
  struct Child {
    MeterId meter;
    double power;
  };

  void note_uncertainty(MeterId meter, double power) {
    const auto& accuracy = settings_.meters[meter.index].accuracy;
    const auto u = accuracy ? relative_uncertainty(*accuracy, Watts{power}) : std::nullopt;
    if (u) variance_ += std::pow(*u * power, 2);
    all_known_ = all_known_ && u.has_value();
  }

  void name_suspect() {
    auto smallest = std::abs(result_.residual.value);
    for (const auto& child : children_) {
      const auto without = std::abs(result_.residual.value + child.power);
      if (without >= smallest) continue;
      smallest = without;
      result_.suspect = child.meter;
    }
  }

  const SiteSettings& settings_;
  BranchResidual result_{};
  std::vector<Child> children_;
  double variance_ = 0;
  bool all_known_ = true;
};

std::optional<BranchResidual> residual_of(const SiteSettings& settings, const MeterTree& tree,
                                          const std::vector<std::optional<Watts>>& powers,
                                          MeterId parent, UtcTime at) {
  const auto& upper = powers[parent.index];
  if (!upper) return std::nullopt;
  Branch branch(settings, parent, upper->value);
  bool has_children = false;
  for (const auto child : tree.children(parent)) {
    const auto& place = settings.meters[child.index];
    if (!in_place(place, at) || !downward(place, Watts{})) continue;
    const auto& power = powers[child.index];
    if (!power) return std::nullopt;
    branch.add(child, *downward(place, *power));
    has_children = true;
  }
  if (!has_children) return std::nullopt;
  return branch.result();
}

}  // namespace

bool BranchResidual::beyond_tolerance() const {
  return tolerance && std::abs(residual.value) > tolerance->value;
}

std::vector<BranchResidual> branch_residuals(const SiteSettings& settings, const MeterTree& tree,
                                             const std::vector<std::optional<Watts>>& powers,
                                             UtcTime at) {
  std::vector<BranchResidual> residuals;
  for (std::uint32_t index = 0; index < settings.meters.size(); ++index) {
    const auto& meter = settings.meters[index];
    if (!has_branch(meter) || !in_place(meter, at)) continue;
    if (auto found = residual_of(settings, tree, powers, MeterId{index}, at)) {
      residuals.push_back(*found);
    }
  }
  return residuals;
}

}  // namespace pue::site

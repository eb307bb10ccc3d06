#include "exporters/prometheus/changes.h"

#include <array>

namespace pue::prometheus {
namespace {

template <class Use>
void each_change(const View& view, Use use) {
  const auto& changes = view.snapshot.closed.changes;
  for (std::size_t i = 0; i < changes.size(); ++i)
    if (changes[i]) use(name(static_cast<engine::ChangeOf>(i)), *changes[i]);
}

void effects(const View& view, Series& series) {
  each_change(view, [&](std::string_view window, const kpi::PueChange& change) {
    for (std::size_t s = 0; s < change.subsystem.size(); ++s)
      series.add(change.subsystem[s], {window, name(static_cast<site::Subsystem>(s))});
    series.add(change.it, {window, "it"});
  });
}

void it_load(const View& view, Series& series) {
  each_change(view, [&](std::string_view window, const kpi::PueChange& change) {
    series.add(change.it_relative, {window});
  });
}

void it_drop(const View& view, Series& series) {
  each_change(view, [&](std::string_view window, const kpi::PueChange& change) {
    series.add(change.is_it_drop() ? 1.0 : 0.0, {window});
  });
}

constexpr std::array families = {
    Family{
        "pue_change_ratio", Kind::Gauge, "site,window,cause",
        "Effect of one cause on PUE against an earlier like window (1h: the same hour of the day "
        "before, 1d: the day before, mtd: the month before); all causes add up to the change.",
        effects},
    Family{"pue_change_it_load_ratio", Kind::Gauge, "site,window",
           "Relative change of the IT load against the same window; -0.3 is 30 percent less.",
           it_load},
    Family{"pue_change_is_it_drop", Kind::Gauge, "site,window",
           "1 if PUE rose because IT load fell while overhead stayed, else 0.", it_drop},
};

}  // namespace

std::span<const Family> changes() { return families; }

}  // namespace pue::prometheus

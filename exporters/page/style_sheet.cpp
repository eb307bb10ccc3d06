#include "exporters/page/page.h"

namespace pue::page {
namespace {

constexpr std::string_view css = R"css(
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fff; --soft: #667; --line: #d8dce3;
  --good: #1a7f4b; --warn: #b3541e; --grid: #5b7aa6; --solar: #e0a526; --wind: #4aa3a2;
  --genset: #8c6a5d; --it: #2f5da8; --cooling: #3aa0c9; --power_loss: #c9803a; --lighting: #d8c14a;
  --other: #8a8fa0; --unexplained: #b9bdc8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ef; --paper: #14181f; --soft: #9aa3b2; --line: #333b48; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1100px; padding: 1rem; color: var(--ink);
  background: var(--paper);
  font: 15px/1.45 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
a { color: inherit; } .note, footer { color: var(--soft); font-size: .85rem; }
.figure { font-size: 3.4rem; font-weight: 600; margin: 0; line-height: 1.1; }
.value { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.5rem; }
.cap { margin: 0; font-size: 1.2rem; } .warn { color: var(--warn); } .good { color: var(--good); }
.absent { color: var(--soft); } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; } th { font-weight: 600; color: var(--soft); font-size: .85rem; }
th, td.good, td.warn { white-space: nowrap; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
section { overflow-x: auto; } .wide td:first-child { white-space: nowrap; }
.wide td.absent { min-width: 11em; }
.wide table { font-size: .8rem; } .wide td, .wide th { padding-right: .45rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 0 2rem;
  align-items: start; }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 13px; }
h3 { font-size: .95rem; margin: .4rem 0; }
.middle { fill: var(--soft); } .band { opacity: .75; }
.key { display: inline-block; width: .8em; height: .8em; margin-right: .4em; }
.role-grid { fill: var(--grid); background: var(--grid); }
.role-solar { fill: var(--solar); background: var(--solar); }
.role-wind { fill: var(--wind); background: var(--wind); }
.role-genset { fill: var(--genset); background: var(--genset); }
.role-it { fill: var(--it); background: var(--it); }
.subsystem-cooling { fill: var(--cooling); background: var(--cooling); }
.subsystem-power_loss { fill: var(--power_loss); background: var(--power_loss); }
.subsystem-lighting { fill: var(--lighting); background: var(--lighting); }
.subsystem-other { fill: var(--other); background: var(--other); }
.subsystem-unexplained { fill: var(--unexplained); background: var(--unexplained); }
.pue { fill: none; stroke: var(--it); stroke-width: 2; } .gap { fill: var(--warn); opacity: .15; }
.ruler { stroke: var(--line); } line.cap { stroke: var(--warn); stroke-dasharray: 5 4; }
)css";

}  // namespace

std::string_view style_sheet() { return css; }

}  // namespace pue::page

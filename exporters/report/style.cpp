#include "exporters/report/style.h"

namespace pue::report {
namespace {

// Colours print: backgrounds of keys and bars are kept (print-color-adjust). A wide table turns its
// page; browsers that know no named pages scale it instead.
constexpr std::string_view css = R"css(
@page { size: A4; margin: 16mm 14mm 18mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@page wide { size: A4 landscape; }
:root { --ink: #1c2430; --soft: #5d6675; --line: #cfd5de; --good: #1a7f4b; --warn: #b3541e;
  --it: #2f5da8; --cooling: #3aa0c9; --power_loss: #c9803a; --lighting: #d8c14a; --other: #8a8fa0;
  --unexplained: #b9bdc8; --renewable: #4c9a52; }
* { box-sizing: border-box; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0 auto; max-width: 1000px; padding: 1rem; color: var(--ink); background: #fff;
  font: 14px/1.45 system-ui, "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC",
  "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 1.5rem; margin: .2rem 0 .6rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; padding-bottom: .15rem;
  border-bottom: 2px solid var(--it); break-after: avoid; }
h3 { font-size: 1rem; margin: 1rem 0 .3rem; break-after: avoid; }
p { margin: .4rem 0; } .note { color: var(--soft); font-size: .88em; }
.warn { color: var(--warn); } .good { color: var(--good); } .absent { color: var(--soft); }
.indication { border-left: 4px solid var(--warn); padding: .2rem .6rem; }
.value { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.5rem; }
.figure { font-size: 2.8rem; font-weight: 600; margin: 0; line-height: 1.15; }
p.cap { font-size: 1.15rem; margin: 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { text-align: left; padding: .22rem .6rem .22rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: break-word; }
thead th { color: var(--soft); font-size: .88em; border-bottom: 1.5px solid var(--soft); }
th { font-weight: 600; }
th.number, td.number { text-align: right; padding-right: .2rem; padding-left: .4rem; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number + td:not(.number), th.number + th:not(.number) { padding-left: .9rem; }
td.good, td.warn { white-space: nowrap; font-weight: 600; }
.judged td.absent, .days td:first-child, td.time { white-space: nowrap; }
.group th { color: var(--soft); padding-top: .6rem; }
.facts { width: auto; } .facts th { padding-right: 1.4rem; white-space: nowrap; }
.narrow { width: auto; min-width: 55%; } .small { font-size: .84em; }
.inspection table { width: 100%; border: 1.5px solid var(--ink); }
.inspection th, .inspection td { border: 1px solid var(--soft); padding: .3rem .6rem; }
.wide { page: wide; }
figure { margin: .8rem 0; break-inside: avoid; } figcaption { font-weight: 600; }
.legend { font-weight: 400; font-size: .88em; color: var(--soft); margin-left: .6rem; }
.key { display: inline-block; width: .8em; height: .8em; margin: 0 .35em 0 .7em; }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 13px; }
.ruler { stroke: var(--line); }
.role-it { fill: var(--it); background: var(--it); }
.subsystem-cooling { fill: var(--cooling); background: var(--cooling); }
.subsystem-power_loss { fill: var(--power_loss); background: var(--power_loss); }
.subsystem-lighting { fill: var(--lighting); background: var(--lighting); }
.subsystem-other { fill: var(--other); background: var(--other); }
.subsystem-unexplained { fill: var(--unexplained); background: var(--unexplained); }
.renewable { fill: var(--renewable); background: var(--renewable); }
.possible { fill: #bfdcc1; background: #bfdcc1; }
.u { fill: #c9d6ea; background: #c9d6ea; } .key.line { background: var(--it); height: .2em;
  vertical-align: middle; } .key.capped { background: var(--warn); height: .2em;
  vertical-align: middle; } .key.open { border: 2px solid var(--it); border-radius: 50%; }
.pue { fill: none; stroke: var(--it); stroke-width: 1.5; } .dot { fill: var(--it); }
.hollow { fill: #fff; stroke: var(--it); stroke-width: 1.5; }
line.cap { stroke: var(--warn); stroke-dasharray: 6 4; } svg text.cap { fill: var(--warn);
  stroke: #fff; stroke-width: 4px; paint-order: stroke; }
pre, code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere;
  white-space: pre-wrap; }
pre { border: 1px solid var(--line); padding: .5rem .7rem; font-size: .85em; break-inside: avoid; }
.signatures { display: flex; flex-wrap: wrap; gap: 2.2rem 2rem; margin-top: 3rem;
  break-inside: avoid; }
.signatures div { display: flex; flex: 1 1 14rem; align-items: baseline; gap: .5rem; }
.blank { flex: 1; border-bottom: 1px solid var(--ink); height: 1.4rem; }
@media print { body { max-width: none; padding: 0; font-size: 9.5pt; } }
)css";

}  // namespace

std::string_view style() { return css; }

}  // namespace pue::report

// The one style sheet of all reports: light, dark and on paper.
#include "client/report/html_parts.h"

namespace cairn::report {

std::string_view style_sheet() {
    return R"css(:root {
  --ink: #1b2330; --soft: #5b6675; --line: #dfe3e9; --page: #ffffff; --panel: #f5f7f9;
  --good: #1a7f4b; --good-tint: #e3f4ea; --warning: #8a5a00; --warning-tint: #fdf0d2;
  --bad: #b3261e; --bad-tint: #fde7e5; --accent: #2f5fa8; --bar: #b9c7db; --bar-done: #4f76b0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e9ee; --soft: #9ba6b5; --line: #323a46; --page: #14181e; --panel: #1c222a;
    --good: #6fd39b; --good-tint: #163626; --warning: #f0c15c; --warning-tint: #3a2e10;
    --bad: #ff9b92; --bad-tint: #46201d; --accent: #8fb4ee; --bar: #3d4c63; --bar-done: #7fa3da;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
header { border-bottom: 2px solid var(--ink); padding-bottom: .75rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 1.125rem; margin: 2.25rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
h3 { font-size: .95rem; margin: 1.2rem 0 .35rem; }
section:first-of-type h2 { border-top: 0; }
p { margin: .35rem 0; max-width: 46rem; }
header p { margin: .3rem 0 0; }
.quiet { color: var(--soft); }
p.bad, li.bad, dd.bad { color: var(--bad); }
p.warning, li.warning, dd.warning { color: var(--warning); }
p.good, li.good, dd.good { color: var(--good); }
.banner {
  display: flex; gap: 1.1rem; align-items: center; margin: 1.4rem 0 1rem; padding: .9rem 1.1rem;
  background: var(--panel); border-left: .4rem solid var(--soft); border-radius: .3rem;
}
.banner .word { font-weight: 700; letter-spacing: .06em; font-size: 1.05rem; color: var(--soft); }
.banner p { margin: 0; }
.banner .headline { font-size: 1.1rem; font-weight: 600; line-height: 1.35; }
.banner.good { border-color: var(--good); background: var(--good-tint); }
.banner.warning { border-color: var(--warning); background: var(--warning-tint); }
.banner.bad { border-color: var(--bad); background: var(--bad-tint); }
.banner.good .word { color: var(--good); }
.banner.warning .word { color: var(--warning); }
.banner.bad .word { color: var(--bad); }
dl { margin: .6rem 0; }
dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: 1rem; padding: .28rem 0; }
dt { color: var(--soft); }
dd { margin: 0; max-width: 42rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .7rem; margin: 1.1rem 0; }
.tile { display: flex; flex-direction: column; background: var(--panel); border-radius: .3rem; padding: .7rem .9rem; }
.tile .number { font-size: 1.5rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile .label { font-size: .875rem; }
.tile .quiet { font-size: .8125rem; }
.tile.bad .number { color: var(--bad); }
.tile.warning .number { color: var(--warning); }
.tile.good .number { color: var(--good); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 .9rem; font-size: .9rem; }
th { text-align: left; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--soft); }
th, td { padding: .38rem .9rem .38rem 0; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
td { border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
th.n, td.n { text-align: right; }
th.n, td.n, td.short { white-space: nowrap; }
ul { margin: .3rem 0 .7rem; padding-left: 1.15rem; }
li { margin: .15rem 0; }
.mark { border-radius: .2rem; font-weight: 600; }
.mark.bad { color: var(--bad); }
.mark.warning { color: var(--warning); }
.mark.good { color: var(--good); }
.percent { white-space: nowrap; }
figure { margin: .7rem 0 1rem; }
figure.map { max-width: 17rem; }
svg { display: block; width: 100%; height: auto; }
svg.percent-bar { display: inline-block; width: 4.5rem; height: .55rem; margin-right: .45rem; }
svg text { fill: var(--ink); font-family: inherit; }
svg text.soft { fill: var(--soft); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .today { stroke: var(--accent); stroke-width: 1.5; }
svg text.today-label { fill: var(--accent); stroke: none; font-weight: 600; }
svg .bar { fill: var(--bar); }
svg .done { fill: var(--bar-done); }
svg .summary { fill: var(--soft); }
svg .point { fill: var(--page); stroke: var(--ink); stroke-width: 1.8; }
svg .point.reached { fill: var(--bar-done); stroke: var(--bar-done); }
svg .point.critical { fill: var(--bad); stroke: var(--bad); }
svg .critical-line { stroke: var(--bad); stroke-width: 2.5; }
svg .baseline { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 3 2; }
svg .good-cell { fill: var(--good-tint); }
svg .warning-cell { fill: var(--warning-tint); }
svg .bad-cell { fill: var(--bad-tint); }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .8125rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  dl > div { grid-template-columns: 1fr; gap: 0; }
  table { display: block; overflow-x: auto; }
}
@page { size: A4; margin: 14mm 15mm; }
@media print {
  :root {
    --ink: #000000; --soft: #4a5361; --line: #cfd5dd; --page: #ffffff; --panel: #f3f5f7;
    --good: #146c3f; --good-tint: #e6f4ec; --warning: #7a4f00; --warning-tint: #fcf0d6;
    --bad: #a3211a; --bad-tint: #fce8e6; --accent: #2f5fa8; --bar: #b9c7db; --bar-done: #4f76b0;
  }
  body { font-size: 9pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 1.45rem; }
  .tiles { grid-template-columns: repeat(5, 1fr); margin: .8rem 0; }
  th, td { padding: .28rem .7rem .28rem 0; }
  footer { margin-top: 1rem; break-before: avoid; }
  h2, h3 { break-after: avoid; }
  h2 { margin-top: 1.3rem; }
  tr, li, .tile, .banner, figure, dl > div { break-inside: avoid; }
  thead { display: table-header-group; }
}
)css";
}

}  // namespace cairn::report

import { themeCss } from "@modern-hopfield/figures";

/** The style sheet of the report. Figures bring the colours; everything here stands on them. */
export function styleSheet(): string {
  return `${themeCss()}
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--mh-paper); color: var(--mh-ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums;
  -webkit-text-size-adjust: 100%; }
main, footer { max-width: 1240px; margin: 0 auto; padding: 0 clamp(16px, 4vw, 48px); }
header { padding: clamp(28px, 5vw, 64px) 0 8px; }
.eyebrow { margin: 0 0 12px; color: var(--mh-muted); font-size: 14px; }
h1 { margin: 0; max-width: 30em; font-size: clamp(24px, 1.1rem + 1.2vw, 34px); font-weight: 620; line-height: 1.22;
  letter-spacing: -0.018em; text-wrap: balance; }
.lead { margin: 16px 0 0; max-width: 46em; color: var(--mh-muted); text-wrap: pretty; }
section { padding-top: clamp(40px, 5vw, 72px); }
h2 { margin: 0 0 20px; padding-top: 20px; border-top: 1px solid var(--mh-grid); font-size: 22px; font-weight: 640;
  letter-spacing: -0.01em; }
h3 { margin: 36px 0 12px; font-size: 16px; font-weight: 620; }
h3 small { margin-left: 6px; color: var(--mh-muted); font-size: 14px; font-weight: 400; }
p { max-width: 46em; }
a { color: var(--mh-good); text-underline-offset: 3px; }
small { font-size: 13px; }
.quiet { color: var(--mh-muted); }
.note, figcaption { color: var(--mh-muted); font-size: 14px; }
.note { max-width: 56em; }
.note code { white-space: nowrap; }
figure { margin: 0; }
.n { text-align: right; white-space: nowrap; }
.strong { font-weight: 640; }

.tile { display: block; background-repeat: no-repeat; image-rendering: pixelated; border-radius: 2px;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.views { display: flex; gap: 4px; align-items: flex-start; }
.view { display: block; }
.view small { display: block; margin-top: 3px; color: var(--mh-muted); font-size: 11px; line-height: 1.3;
  text-align: center; }
.hero { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 28px 24px;
  margin-top: clamp(28px, 4vw, 44px); }
.hero .view small { font-size: 12px; }
.hero .arrow { align-self: center; margin: -16px 3px 0; color: var(--mh-muted); font-size: 18px; }
.hero .apart { margin-left: 4px; padding-left: 9px; border-left: 1px solid var(--mh-grid); }
.hero figcaption { margin-top: 6px; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(264px, 1fr)); gap: 28px 20px; }
.gallery figcaption p { margin: 8px 0 0; }
.gallery .detail { color: var(--mh-ink); line-height: 1.4; }
.gallery dl { margin: 8px 0 0; font-size: 13px; }
.gallery dl div { display: flex; justify-content: space-between; gap: 8px; }
.gallery figcaption { max-width: 300px; }
.chip { display: inline-block; white-space: nowrap; padding: 0 8px; border: 1px solid currentColor; border-radius: 999px; font-size: 12.5px;
  line-height: 1.5; }
.chip.good { color: var(--mh-good); }
.chip.bad, .bad { color: var(--mh-bad); }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(148px, 1fr)); gap: 24px;
  margin: clamp(36px, 5vw, 56px) 0 0; }
.card dt { color: var(--mh-muted); font-size: 14px; }
.card dd { margin: 0; font-size: 30px; font-weight: 600; line-height: 1.25; letter-spacing: -0.02em; white-space: nowrap; }
.card .note { font-size: 13px; font-weight: 400; letter-spacing: 0; white-space: normal; }

dl, dd { margin: 0; }
dt { color: var(--mh-muted); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 36px 48px; }
.chart { min-width: 0; max-width: 620px; }
.chart h3 { margin-top: 0; }
.chart svg { display: block; width: 100%; height: auto; }
.chart figcaption { margin-top: 8px; }

table { border-collapse: collapse; width: 100%; font-size: 15px; }
th { color: var(--mh-muted); font-size: 13px; font-weight: 500; text-align: left; vertical-align: bottom; }
th.n { text-align: right; }
th, td { padding: 9px 16px 9px 0; border-bottom: 1px solid var(--mh-grid); }
td { vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
tbody th { color: var(--mh-ink); font-size: 15px; vertical-align: top; white-space: normal; }
tbody th small { display: block; max-width: 56em; color: var(--mh-muted); font-weight: 400; line-height: 1.4; }
.metrics thead .n { white-space: normal; }
.scroll { overflow-x: auto; }
.tall { max-height: 70vh; overflow-y: auto; }
.dense { font-size: 13px; }
.dense th, .dense td { padding: 4px 14px 4px 0; white-space: nowrap; }
.dense thead th { position: sticky; top: 0; background: var(--mh-paper); }
.dense .failed td { color: var(--mh-bad); }
.dense td.wide { color: var(--mh-ink); }

.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr)); gap: 0 48px; }
.pairs div { display: grid; grid-template-columns: 9.5em 1fr; gap: 12px; padding: 5px 0;
  border-bottom: 1px solid var(--mh-grid); font-size: 15px; }
.pairs dd { overflow-wrap: anywhere; }
.plain { max-width: 50em; padding-left: 1.2em; }
.advice { max-width: 50em; margin-top: 16px; padding-left: 16px; border-left: 3px solid var(--mh-good); }
.advice p { margin: 0 0 4px; }
.advice strong { font-weight: 600; }
pre { margin: 0 0 20px; padding: 14px 16px; overflow-x: auto; border: 1px solid var(--mh-grid); border-radius: 6px;
  font-size: 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; font-size: 0.94em; }
details { margin-top: 8px; }
summary { cursor: pointer; color: var(--mh-good); }
summary:focus-visible, a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--mh-good); outline-offset: 3px; }
.glossary { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 20px 48px; }
.glossary dt { color: var(--mh-ink); font-weight: 620; }
.glossary dd { color: var(--mh-muted); font-size: 15px; }
footer { margin-top: 72px; padding-top: 20px; padding-bottom: 40px; color: var(--mh-muted); font-size: 13px; }
@media (max-width: 520px) {
  .cards { grid-template-columns: 1fr 1fr; gap: 20px; }
  th, td { padding-right: 10px; }
  .metrics { font-size: 14px; }
  .metrics th[scope="row"] { min-width: 11rem; }
  .hero { grid-template-columns: 1fr; }
}
@media print { .tall { max-height: none; } section { break-inside: avoid-page; } }
`;
}

/** The looks of the printed report. Its hash is all that the page's own security policy lets through. */

/** Colours as the page's light theme has them (src/ui/tokens.css). */
export const INK = {
  text: '#17202c',
  muted: '#546072',
  line: '#dce1e8',
  accent: '#2457c5',
  band: '#cfe0fb',
  good: '#0c6b4a',
  goodSoft: '#e2f4ec',
  warn: '#805100',
  bad: '#b0271f',
  lips: '#c2410c',
} as const;

export const STYLE = `
@page { margin: 11mm; }
* { box-sizing: border-box; }
html { background: #f6f7f9; color: #17202c; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; font: 13px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; }
main { width: 760px; max-width: 100%; margin: 24px auto; padding: 28px 30px; background: #fff; border: 1px solid #dce1e8; border-radius: 12px; }
h1, h2, p, dl, dd, ul, table { margin: 0; padding: 0; }
h1 { font-size: 17px; line-height: 1.3; overflow-wrap: anywhere; }
h2 { font-size: 12px; font-weight: 600; margin: 11px 0 3px; }
h2 span { font-weight: 400; color: #546072; }
.top { display: flex; justify-content: space-between; color: #546072; font-size: 11.5px; margin-bottom: 3px; }
.top b { color: #2457c5; letter-spacing: .02em; }
.clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.one { -webkit-line-clamp: 1; }
.file { color: #546072; font-size: 11.5px; }
.verdict { display: grid; grid-template-columns: 1fr auto; gap: 4px 22px; align-items: center; margin: 10px 0 0; padding: 11px 15px; border-radius: 9px; border-left: 5px solid; }
.verdict .head { font-size: 20px; font-weight: 650; line-height: 1.25; }
.verdict dl { display: grid; grid-template-columns: auto auto; gap: 1px 10px; font-size: 11.5px; color: #17202c; }
.verdict dt { color: #546072; }
.verdict dd { text-align: right; font-variant-numeric: tabular-nums; }
.say { color: #17202c; }
.good { background: #e2f4ec; border-color: #0c6b4a; } .good .head { color: #0c6b4a; }
.warn { background: #fdf1d8; border-color: #805100; } .warn .head { color: #805100; }
.bad { background: #fdeae8; border-color: #b0271f; } .bad .head { color: #b0271f; }
.unsure { background: #eeedf5; border-color: #565273; } .unsure .head { color: #565273; }
.fix { display: grid; grid-template-columns: repeat(4, auto); gap: 0 18px; margin-top: 8px; padding: 8px 15px; border: 1px solid #dce1e8; border-radius: 9px; }
.fix dt { color: #546072; font-size: 11px; }
.fix dd { font-weight: 600; }
.fix p { grid-column: 1 / -1; font-size: 11.5px; color: #546072; }
svg { display: block; width: 100%; height: auto; }
svg text { font-size: 10px; fill: #546072; }
.tables { display: grid; grid-template-columns: 1.15fr 1fr; gap: 0 26px; }
table { border-collapse: collapse; width: 100%; font-size: 11.5px; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: #546072; border-bottom: 1px solid #dce1e8; }
td, th { padding: 1px 8px 1.5px 0; vertical-align: top; }
.figures td + td, .figures th + th { text-align: right; } td:last-child, th:last-child { padding-right: 0; }
.list { margin-top: 12px; } .list td { padding: 5px 8px 5px 0; border-bottom: 1px solid #dce1e8; overflow-wrap: anywhere; }
.list td:first-child { width: 92px; padding-left: 8px; border-left: 4px solid; } .list td:nth-child(2), .list th:nth-child(2) { padding-left: 10px; } .list td:nth-child(2) { width: 24%; font-weight: 600; } .list td:last-child { width: 18%; } .list td:nth-child(4), .list td:nth-child(5) { white-space: nowrap; }
.list .good { color: #0c6b4a; } .list .warn { color: #805100; } .list .bad { color: #b0271f; } .list .unsure { color: #565273; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.more, .notes { font-size: 11.5px; color: #546072; }
.notes { margin-top: 9px; list-style: none; }
footer { margin-top: 10px; padding-top: 6px; border-top: 1px solid #dce1e8; font-size: 10.5px; color: #546072; }
@media print {
  html { background: #fff; }
  body { font-size: 12.5px; }
  main { width: 700px; margin: 0 auto; padding: 0; border: 0; border-radius: 0; }
  .verdict, .fix, svg, table:not(.list) { break-inside: avoid; }
}
@media (max-width: 560px) {
  main { margin: 0; padding: 16px; border: 0; border-radius: 0; }
  .verdict, .tables { grid-template-columns: 1fr; }
  .fix { grid-template-columns: 1fr 1fr; }
}
`;

/** SHA-256 of STYLE, base64: a test says when it must be renewed. */
export const STYLE_SHA256 = 'uz1Bw0VT7TirVDaJxTT6r7znmTurQlpnicnmbGP6Jz4=';

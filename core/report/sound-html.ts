/** The loudness report of a prepared sound as a page: figures before and after, and the curve, by the style of the other reports. */
import { clockWords } from './format';
import { headOfPage } from './html-page';
import { INK } from './html-style';
import type { ReportFacts } from './report-data';
import { decimal, markup } from './sanitize';
import type { MeasuredSound } from './sound';

export interface SoundPage {
  file: string;
  durationS: number;
  before: MeasuredSound;
  after: MeasuredSound;
  /** As the page shows them. */
  rows: readonly { name: string; hint: string; values: readonly [before: string, after: string] }[];
  /** What was done. */
  sentences: readonly string[];
  made: ReportFacts['made'];
}

/** The range that is drawn, LUFS. */
const [TOP, BOTTOM] = [-5, -60];
const [WIDTH, HEIGHT, LEFT, FOOT] = [700, 150, 34, 16];
/** More points are no more legible. */
const MOST_POINTS = 700;
const LINES_LUFS = [-10, -20, -30, -40, -50];

export function soundReportHtml({
  file,
  durationS,
  before,
  after,
  rows,
  sentences,
  made,
}: SoundPage): string {
  const kind = 'loudness report';
  const lines = rows.map(
    ({ name, hint, values }) =>
      `<tr><td>${markup(name)}, <span class="file">${markup(hint)}</span></td>${values.map((value) => `<td>${markup(value)}</td>`).join('')}</tr>`,
  );
  return `${headOfPage(`${file}: ${kind}`, made, kind)}
<h1>${markup(file)}</h1>
<p class="say">${markup(sentences.join(' '))}</p>
<h2>Before and after</h2>
<table class="figures"><thead><tr><th>Measured</th><th>Before</th><th>After</th></tr></thead><tbody>${lines.join('\n')}</tbody></table>
<h2>Short-term loudness <span>LUFS, over 3&nbsp;s; dashed: before, line: after</span></h2>
${plot(durationS, before, after)}
<footer>Measured by Lipslate ${markup(made.version)} on this device, by ITU-R BS.1770-4 and EBU R&nbsp;128.</footer>
</main>
</body>
</html>
`;
}

function plot(durationS: number, before: MeasuredSound, after: MeasuredSound): string {
  const grid = LINES_LUFS.map(
    (lufs) =>
      `<line x1="${LEFT}" x2="${WIDTH}" y1="${yOf(lufs)}" y2="${yOf(lufs)}" stroke="${INK.line}"/><text x="0" y="${decimal(Number(yOf(lufs)) + 3, 1)}">${String(lufs).replace('-', '−')}</text>`,
  );
  const line = (sound: MeasuredSound, look: string) =>
    `<polyline fill="none" ${look} points="${pointsOf(sound)}"/>`;
  return (
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT + FOOT}" role="img" aria-label="Short-term loudness before and after">${grid.join('')}` +
    line(before, `stroke="${INK.muted}" stroke-dasharray="4 3"`) +
    line(after, `stroke="${INK.accent}" stroke-width="1.5"`) +
    `<text x="${LEFT}" y="${HEIGHT + 12}">0:00</text><text x="${WIDTH}" y="${HEIGHT + 12}" text-anchor="end">${clockWords(durationS)}</text></svg>`
  );
}

function pointsOf({ shortTermLufs }: MeasuredSound): string {
  const count = Math.min(MOST_POINTS, shortTermLufs.length);
  return Array.from({ length: count }, (_, i) => {
    const lufs = shortTermLufs[Math.floor((i * shortTermLufs.length) / count)] as number;
    const x = LEFT + (i / Math.max(1, count - 1)) * (WIDTH - LEFT);
    return `${decimal(x, 1)},${yOf(lufs)}`;
  }).join(' ');
}

function yOf(lufs: number): string {
  const within = Math.max(BOTTOM, Math.min(TOP, lufs));
  return decimal(((TOP - within) / (TOP - BOTTOM)) * HEIGHT, 1);
}

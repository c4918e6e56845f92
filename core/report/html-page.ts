/** What every HTML report has around it: its own policy, its style, its head and foot; and the colour of a result. */
import { STYLE, STYLE_SHA256 } from './html-style';
import { isTooClose } from './interval';
import type { ReportFacts } from './report-data';
import { markup } from './sanitize';

/** @param title of the browser's tab */
export function headOfPage(title: string, made: ReportFacts['made'], kind = 'lip-sync report'): string {
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_SHA256}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="generator" content="Lipslate ${markup(made.version)}">
<title>${markup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="top"><span><b>Lipslate</b> ${kind}</span><span>${markup(dayWords(made.atIso))}</span></p>`;
}

/** @param words what was measured, and by what */
export function footOfPage(words: string): string {
  return `<footer>“Late” means that the sound comes after the picture, “early” that it comes before. Times count from the start of
the file. Give or take (±): 95&nbsp;% interval. ${markup(words)}</footer>
</main>
</body>
</html>
`;
}

export function toneOf({ measurement, media }: Pick<ReportFacts, 'measurement' | 'media'>) {
  const { verdict, level } = measurement;
  if (verdict === 'unsure') return 'unsure';
  if (isTooClose(measurement, media.video.fps)) return 'warn';
  if (level === 'wrong') return 'bad';
  return level === 'acceptable' ? 'warn' : 'good';
}

/** `21 November 2026, 06:21 UTC` */
function dayWords(atIso: string): string {
  const date = new Date(atIso);
  if (Number.isNaN(date.getTime())) return atIso;
  const months =
    'January February March April May June July August September October November December'.split(' ');
  const pad = (value: number) => String(value).padStart(2, '0');
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())} UTC`;
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${clock}`;
}

/** SubRip: every stretch as a subtitle that says its offset, for any player. */

import { offsetWords } from './format';
import type { ReportFacts } from './report-data';
import { plain } from './sanitize';
import { certaintySentence, describeMeasurement } from './sentences';

/** One cue per segment; a single one for the whole file when there are none or when it is not sure. */
export function toSrt({ measurement, media }: ReportFacts): string {
  const { verdict, segments } = measurement;
  const text = describeMeasurement(measurement, media.video.fps);
  const cues =
    verdict === 'unsure' || segments.length === 0
      ? [{ startS: 0, endS: media.durationS, lines: [text.headline, text.certainty] }]
      : segments.map(({ startS, endS, ...measured }) => ({
          startS,
          endS,
          lines: [`Sound ${offsetWords(measured.offsetMs)}`, certaintySentence(measured)],
        }));
  return cues
    .map(({ startS, endS, lines }, i) =>
      [i + 1, `${clock(startS)} --> ${clock(endS)}`, ...lines.map(plain), '', ''].join('\n'),
    )
    .join('');
}

/** `01:02:03,456` */
function clock(seconds: number): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const pad = (n: number, length = 2) => String(Math.floor(n)).padStart(length, '0');
  return `${pad(ms / 3_600_000)}:${pad((ms / 60_000) % 60)}:${pad((ms / 1000) % 60)},${pad(ms % 1000, 3)}`;
}

/** All videos of a queue on one sheet to read, print and keep: a line for each, what is off first. */
import { correctionSentence, inUseSentence } from './correction-sentence';
import { countWords, durationWords, measuredWords, percentWords, sizeWords } from './format';
import { footOfPage, headOfPage, toneOf } from './html-page';
import { nameOf, type ReportFacts } from './report-data';
import { markup } from './sanitize';
import { describeMeasurement } from './sentences';

/** A video that could not be checked. */
export interface FailedVideo {
  file: string;
  message: string;
}

type State = 'bad' | 'warn' | 'unsure' | 'failed' | 'good';

interface Line {
  state: State;
  cells: string[];
}

/** In the order in which they want attention. */
const STATES: Record<State, string> = {
  bad: 'out of sync',
  warn: 'slightly off, or too close to tell',
  unsure: 'not sure',
  failed: 'could not be checked',
  good: 'within the limits',
};

/** Its policy forbids everything but its own style sheet, as that of the single reports. */
export function toHtmlList(
  videos: readonly ReportFacts[],
  failed: readonly FailedVideo[],
  made: ReportFacts['made'],
): string {
  const lines = [
    ...videos.map((facts): Line => ({ state: toneOf(facts), cells: cellsOf(facts) })),
    ...failed.map(
      ({ file, message }): Line => ({
        state: 'failed',
        cells: [nameOf(file), message, '–', '–', '–'],
      }),
    ),
  ];
  const order = Object.keys(STATES) as State[];
  const sorted = lines.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const counted = order.flatMap((state) => {
    const count = lines.filter((line) => line.state === state).length;
    return count === 0 ? [] : [`${count}\u00a0${STATES[state]}`];
  });
  const rows = sorted.map(
    ({ state, cells }) =>
      `<tr><td class="mark ${state === 'failed' ? 'unsure' : state}">${markup(STATES[state])}</td>${cells.map((cell) => `<td>${markup(cell)}</td>`).join('')}</tr>`,
  );
  const titles = ['', 'Video', 'Result', 'Offset', 'Sure', 'Correction'];
  const head = titles.map((title) => `<th>${title}</th>`).join('');
  return `${headOfPage(`${countWords(lines.length, 'video')}: lip-sync report`, made)}
<h1>${markup(countWords(lines.length, 'video'))}</h1>
<p class="say">${markup(counted.join(', '))}</p>
<table class="list"><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>
${footOfPage(`Measured by Lipslate ${made.version} on this device.`)}`;
}

function cellsOf(facts: ReportFacts): string[] {
  const { record, measurement, media, fix } = facts;
  const { offsetMs, ci95Ms, confidence, verdict } = measurement;
  const { headline, level } = describeMeasurement(measurement, media.video.fps, media.audioTracks.length);
  const interval = ci95Ms === null || verdict === 'varies' ? '' : `, ±${sizeWords(Math.max(1, ci95Ms))}`;
  return [
    `${nameOf(record.file)} (${durationWords(media.durationS)})`,
    [headline, level].filter((words) => words !== null).join(' '),
    offsetMs === null ? 'none' : `${measuredWords(offsetMs, ci95Ms)}${interval}`,
    percentWords(confidence),
    fix ? `${correctionSentence(fix.correction)} Saved as ${fix.file}.` : inUseSentence(facts),
  ];
}

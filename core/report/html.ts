/** A report on one page to read, print and keep: no script, no request, nothing from outside. */
import { levelOf, profileOf } from '../sync/profiles';
import type { ProfileName, Segment, TrackResult } from '../sync/types';
import { correctionSentence, inUseSentence } from './correction-sentence';
import {
  clockWords,
  countWords,
  durationWords,
  measuredWords,
  offsetWords,
  percentWords,
  sizeWords,
} from './format';
import { footOfPage, headOfPage, toneOf } from './html-page';
import { lagMapPlot, lipsPlot, offsetPlot, speakingMap } from './plots';
import { type FixOutcome, nameOf, type ReportFacts } from './report-data';
import { markup } from './sanitize';
import { describeMeasurement, trackSentence } from './sentences';

/** What fits on one page beside the pictures; the rest is in CSV and JSON. */
const MOST_SEGMENTS = 5;
const MOST_FACES = 5;
const MOST_NOTES = 3;

/** Prints on one page of A4 or US Letter. Its policy forbids everything but its own style sheet. */
export function toHtml(facts: ReportFacts): string {
  const { record, media, made } = facts;
  const name = nameOf(record.file);
  const measured = `Measured by Lipslate ${made.version}, engine ${record.engine}, on this device in ${durationWords(record.wallS)}; ${durationWords(media.durationS)} of video.`;
  return `${headOfPage(`${name}: lip-sync report`, made)}
<h1 class="clamp">${markup(name)}</h1>
<p class="file clamp">${markup(fileWords(facts))}</p>
${verdictPart(facts)}
${facts.fix ? fixPart(facts.fix) : ''}
${plotsPart(facts)}
<div class="tables">${segmentsPart(facts)}${facesPart(facts)}</div>
${notesPart(facts)}
${footOfPage(measured)}`;
}

function verdictPart(facts: ReportFacts): string {
  const { measurement, media, record, fix } = facts;
  const { offsetMs, ci95Ms, confidence } = measurement;
  const text = describeMeasurement(measurement, media.video.fps, media.audioTracks.length);
  const tone = toneOf(facts);
  const says = [text.pattern, text.certainty, text.level].filter((s) => s !== null).join(' ');
  const isByHand = (facts.byHandMs ?? 0) !== 0;
  const next = isByHand ? `In use: ${inUseSentence(facts)}` : fix ? '' : (text.next[0] ?? '');
  const figures: [string, string][] = [
    ['Offset', offsetMs === null ? 'none' : measuredWords(offsetMs, ci95Ms)],
    ['Give or take', ci95Ms === null ? '–' : sizeWords(Math.max(1, ci95Ms))],
    ['Sure', percentWords(confidence)],
  ];
  if (record.syncnet)
    figures.push(
      ['SyncNet', syncnetWords(record.syncnet.offsetFrames)],
      ['LSE-D / LSE-C', `${record.syncnet.minDist.toFixed(2)} / ${record.syncnet.confidence.toFixed(2)}`],
    );
  return `<div class="verdict ${tone}"><div><p class="head">${markup(text.headline)}</p>
<p class="say">${markup(says)}</p><p class="say">${markup(next)}</p></div>
<dl>${figures.map(([term, value]) => `<dt>${markup(term)}</dt><dd>${markup(value)}</dd>`).join('')}</dl></div>`;
}

function fixPart(fix: FixOutcome): string {
  const words = (ms: number | null) => (ms === null ? 'not measured' : offsetWords(ms));
  const after =
    fix.afterCi95Ms === null ? words(fix.afterMs) : `${words(fix.afterMs)}, ±${sizeWords(fix.afterCi95Ms)}`;
  const cells: [string, string][] = [
    ['Before', words(fix.beforeMs)],
    [fix.mode === 'lossless' ? 'Fixed without loss' : 'Fixed, sound encoded anew', shortCorrection(fix)],
    ['After, measured again', after],
    ['Left at most', `${words(fix.residualMs)}${fix.good ? '' : ', not good'}`],
  ];
  return `<dl class="fix">${cells
    .map(([term, value]) => `<div><dt>${markup(term)}</dt><dd>${markup(value)}</dd></div>`)
    .join('')}<p class="clamp">${markup(`${nameOf(fix.file)}: ${fix.how}`)}</p></dl>`;
}

function shortCorrection({ correction, appliedMs }: FixOutcome): string {
  const moved = appliedMs ?? (correction.kind === 'shift' ? correction.offsetMs : null);
  if (moved !== null) return correctionSentence({ kind: 'shift', offsetMs: moved }).replace(/\.$/, '');
  return correction.kind === 'drift'
    ? 'drift taken out'
    : countWords(correction.kind === 'steps' ? correction.segments.length : 1, 'part');
}

function plotsPart({ measurement, media, plots }: ReportFacts): string {
  const { durationS } = media;
  const parts = [
    heading(
      'Offset over time',
      `dots: stretches; blue: the result and its band; green: ${greenWords(measurement.profile, media.video.fps)}`,
    ),
    offsetPlot(measurement, durationS, media.video.fps),
  ];
  const map = plots ? speakingMap(plots, measurement) : undefined;
  if (map && map.timesS.length > 0 && map.lagsMs.length > 1)
    parts.push(
      heading('Match at every shift', 'dark: lips and sound fit at this shift; red: the result'),
      lagMapPlot(map, measurement, durationS),
    );
  const lips = plots ? lipsPlot(plots, measurement, durationS) : null;
  if (lips !== null)
    parts.push(
      heading(
        'Lips and sound',
        'orange: how wide the lips are open, 100\u00a0%: as wide as in this stretch; blue: the sound as it is',
      ),
      lips,
    );
  return parts.join('\n');
}

function greenWords(name: ProfileName, fps: number): string {
  const { early, late } = profileOf(name, fps).unnoticeableMs;
  const limits = `${offsetWords(-early)} to ${offsetWords(late)}`;
  return `${name === 'itu' ? 'not noticed' : 'within the limits'}, ${limits}`;
}

function segmentsPart({ measurement, media }: ReportFacts): string {
  const { segments, verdict } = measurement;
  if (segments.length === 0)
    return `<div>${heading('Parts', '')}<p class="more">None could be measured.</p></div>`;
  const profile = profileOf(measurement.profile, media.video.fps);
  const words = { unnoticeable: 'unnoticed', acceptable: 'acceptable', wrong: 'wrong' } as const;
  const row = ({ startS, endS, offsetMs, ci95Ms, confidence }: Segment) => [
    `${clockWords(startS)}–${clockWords(endS)}`,
    measuredWords(offsetMs, ci95Ms),
    `±${sizeWords(ci95Ms)}`,
    percentWords(confidence),
    verdict === 'unsure' ? '–' : words[levelOf(offsetMs, profile)],
  ];
  return `<div>${heading('Parts', '')}${table(['Time', 'Sound', 'Give or take', 'Sure', ''], segments.map(row), MOST_SEGMENTS)}</div>`;
}

function facesPart({ measurement }: ReportFacts): string {
  const { tracks } = measurement;
  if (tracks.length === 0)
    return `<div>${heading('Faces', '')}<p class="more">No face was measured.</p></div>`;
  const row = (track: TrackResult) => [`Face ${track.id}`, trackSentence(track, measurement.ci95Ms)];
  const most = [...tracks].sort((a, b) => b.speakingS - a.speakingS);
  return `<div>${heading('Faces', '')}${table(['Who', 'Lips and sound'], most.map(row), MOST_FACES, 'words')}</div>`;
}

function notesPart({ record, measurement, media }: ReportFacts): string {
  const notes = [
    ...new Set([
      ...describeMeasurement(measurement, media.video.fps, media.audioTracks.length).seen,
      ...record.warnings,
    ]),
  ];
  if (notes.length === 0) return '';
  const shown = notes.slice(0, MOST_NOTES).map((note) => `<li class="clamp one">${markup(note)}</li>`);
  return `<ul class="notes">${shown.join('')}${more(notes.length, MOST_NOTES, 'note', 'li')}</ul>`;
}

function table(
  headers: readonly string[],
  rows: readonly string[][],
  most: number,
  kind = 'figures',
): string {
  const line = (cells: readonly string[], tag: 'td' | 'th') =>
    `<tr>${cells.map((cell) => `<${tag}>${markup(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.slice(0, most).map((cells) => line(cells, 'td'));
  return `<table class="${kind}">${line(headers, 'th')}${body.join('')}</table>${more(rows.length, most, 'line', 'p')}`;
}

function more(count: number, most: number, what: string, tag: 'p' | 'li'): string {
  return count > most
    ? `<${tag} class="more">and ${countWords(count - most, `more ${what}`)} in the CSV</${tag}>`
    : '';
}

function heading(name: string, key: string): string {
  return `<h2>${markup(name)}${key === '' ? '' : ` <span>· ${markup(key)}</span>`}</h2>`;
}

function fileWords({ media, audioIndex, fix }: ReportFacts): string {
  const { video, container } = media;
  const audio = media.audioTracks[audioIndex];
  const rate =
    video.fps > 0
      ? `, ${Number(video.fps.toFixed(3))} frames/s${video.variableFrameRate ? ' (varying)' : ''}`
      : '';
  const sound = audio
    ? `; sound ${media.audioTracks.length > 1 ? `${audioIndex + 1} of ${media.audioTracks.length}, ` : ''}${audio.codec}, ` +
      `${audio.sampleRateHz / 1000}\u00a0kHz, ${countWords(audio.channels, 'channel')}`
    : '';
  const which = fix ? 'Original: ' : '';
  return `${which}${durationWords(media.durationS)}, ${container}; picture ${video.codec}, ${video.width}\u00a0×\u00a0${video.height}${rate}${sound}`;
}

function syncnetWords(frames: number): string {
  if (frames === 0) return '0 frames';
  return `${countWords(Math.abs(frames), 'frame')} ${frames > 0 ? 'early' : 'late'}`;
}

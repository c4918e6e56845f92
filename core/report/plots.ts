/** The report's pictures as SVG text: offset over time, the map of matches, lips and sound. Attributes only, no styles. */
import { mostSpeakingFirst } from '../sync/most-speaking';
import { type Profile, profileOf } from '../sync/profiles';
import type { LagMap, Measurement } from '../sync/types';
import { type AxisLabel, shiftLabels } from './axis';
import { clockWords, shareWords } from './format';
import { heatPaths } from './heat';
import { INK } from './html-style';
import type { LipTrack, PlotFacts } from './report-data';
import { decimal, markup } from './sanitize';

/** Size of the drawing; the page scales it to its width. */
const WIDTH = 700;
const LEFT = 80;
const PLOT = WIDTH - LEFT;
const AXIS = 16;
/** More dots are no more legible. */
const MOST_VOTES = 500;
/** Seconds of lips and sound that can be told apart on paper. */
const EXCERPT_S = 12;

/** A plain box with a time axis below: all that the three pictures share. */
interface Frame {
  startS: number;
  endS: number;
  height: number;
}

const n = (value: number) => decimal(value, 1);
const xOf = ({ startS, endS }: Frame, timeS: number) => LEFT + ((timeS - startS) / (endS - startS)) * PLOT;

/** Every window's vote, what they add up to with its 95 % band, and what viewers accept. */
export function offsetPlot(measurement: Measurement, durationS: number, fps: number): string {
  const frame: Frame = { startS: 0, endS: durationS, height: 108 };
  const profile = profileOf(measurement.profile, fps);
  const [lowMs, highMs] = offsetRange(measurement, profile);
  const y = (ms: number) => ((highMs - ms) / (highMs - lowMs)) * frame.height;
  const stay = (ms: number) => Math.min(frame.height - 3, Math.max(3, y(ms)));
  const { early, late } = profile.unnoticeableMs;
  const every = Math.ceil(measurement.votes.length / MOST_VOTES);
  const dots = measurement.votes
    .filter((_, i) => i % every === 0)
    .map(({ timeS, offsetMs, agrees }) => {
      const look = agrees
        ? `fill="${INK.accent}" fill-opacity=".55"`
        : `fill="none" stroke="${INK.muted}" stroke-opacity=".5"`;
      return `<circle cx="${n(xOf(frame, timeS))}" cy="${n(stay(offsetMs))}" r="1.8" ${look}/>`;
    });
  const lines = linesOf(measurement, durationS);
  const bands = lines.map(({ startS, endS, startMs, endMs, ci95Ms }) => {
    const [a, b] = [n(xOf(frame, startS)), n(xOf(frame, endS))];
    const corner = (ms: number) => n(Math.min(frame.height, Math.max(0, y(ms))));
    const points = `${a},${corner(startMs + ci95Ms)} ${b},${corner(endMs + ci95Ms)} ${b},${corner(endMs - ci95Ms)} ${a},${corner(startMs - ci95Ms)}`;
    return `<polygon points="${points}" fill="${INK.band}" fill-opacity=".75"/>`;
  });
  const means = lines.map(
    ({ startS, endS, startMs, endMs }) =>
      `<line x1="${n(xOf(frame, startS))}" y1="${n(stay(startMs))}" x2="${n(xOf(frame, endS))}" y2="${n(stay(endMs))}" ` +
      `stroke="${INK.accent}" stroke-width="2"/>`,
  );
  const good = `<rect x="${LEFT}" y="${n(y(late))}" width="${PLOT}" height="${n(y(-early) - y(late))}" fill="${INK.goodSoft}"/>`;
  const zero = `<line x1="${LEFT}" x2="${WIDTH}" y1="${n(y(0))}" y2="${n(y(0))}" stroke="${INK.good}" stroke-dasharray="3 3"/>`;
  const axis = valueAxis(frame, shiftLabels(lowMs, highMs, frame.height));
  return svg(frame, 'Offset over time', [good, ...bands, zero, ...dots, ...means, axis]);
}

/** How well sound and lips match at every shift (top: sound late) in every stretch: dark = well. */
export function lagMapPlot(map: LagMap, measurement: Measurement, durationS: number): string {
  const frame: Frame = { startS: 0, endS: durationS, height: 84 };
  const { paths, columns, rows, lowMs, highMs } = heatPaths(map, durationS);
  const y = (ms: number) => ((highMs - ms) / (highMs - lowMs)) * frame.height;
  const cells =
    `<g transform="translate(${LEFT} 0) scale(${decimal(PLOT / columns, 4)} ${decimal(frame.height / rows, 4)})" ` +
    `shape-rendering="crispEdges">${paths}</g>`;
  const ridge = linesOf(measurement, durationS).map(({ startS, endS, startMs, endMs }) => {
    const ends = `x1="${n(xOf(frame, startS))}" y1="${n(y(startMs))}" x2="${n(xOf(frame, endS))}" y2="${n(y(endMs))}"`;
    const halo = `<line ${ends} stroke="#fff" stroke-width="2.2"/>`;
    return `${halo}<line ${ends} stroke="${INK.bad}" stroke-width="1.1"/>`;
  });
  const axis = valueAxis(frame, shiftLabels(lowMs, highMs, frame.height, true));
  return svg(frame, 'Match at every shift', [cells, ...ridge, axis]);
}

/** How wide the lips are open over the waveform as it is, in the stretch that speaks most. */
export function lipsPlot(plots: PlotFacts, measurement: Measurement, durationS: number): string | null {
  const track = speakingTrack(plots, measurement);
  if (!track || !plots.peaks || track.timesS.length < 2) return null;
  const frame: Frame = { ...excerpt(measurement, track, durationS), height: 58 };
  return svg(frame, `Lips and sound, ${clockWords(frame.startS)} to ${clockWords(frame.endS)}`, [
    `<path d="${wavePath(plots.peaks, frame)}" fill="${INK.band}" stroke="${INK.band}" stroke-width=".5"/>`,
    `<path d="${lipsPath(track, frame)}" fill="none" stroke="${INK.lips}" stroke-width="1.4" stroke-linejoin="round"/>`,
    valueAxis(
      frame,
      [1, 0.5, 0].map((open) => ({
        fromTop: lipsY(frame, open) / frame.height,
        text: shareWords(open),
      })),
    ),
  ]);
}

interface OffsetLine {
  startS: number;
  endS: number;
  startMs: number;
  endMs: number;
  ci95Ms: number;
}

function linesOf({ pattern, segments, ci95Ms }: Measurement, durationS: number): OffsetLine[] {
  if (pattern.kind === 'drift') {
    const { startMs, endMs } = pattern;
    return [{ startS: 0, endS: durationS, startMs, endMs, ci95Ms: ci95Ms ?? segments[0]?.ci95Ms ?? 0 }];
  }
  return segments.map((s) => ({ ...s, startMs: s.offsetMs, endMs: s.offsetMs }));
}

function offsetRange(measurement: Measurement, profile: Profile): [number, number] {
  const all = [-profile.acceptableMs.early, profile.acceptableMs.late];
  for (const s of measurement.segments)
    all.push(s.offsetMs - Math.min(s.ci95Ms, 250), s.offsetMs + Math.min(s.ci95Ms, 250));
  if (measurement.offsetMs !== null) all.push(measurement.offsetMs);
  for (const vote of measurement.votes) if (vote.agrees) all.push(vote.offsetMs);
  const [low, high] = all.reduce(([a, b], ms) => [Math.min(a!, ms), Math.max(b!, ms)], [0, 0]) as [
    number,
    number,
  ];
  const step = high - low > 1000 ? 200 : 50;
  // A little room, and ends that are round figures.
  return [Math.floor((low - step / 5) / step) * step, Math.ceil((high + step / 5) / step) * step];
}

/** Of the face that speaks most: of one that does not nothing is compared. */
export function speakingMap({ lagMaps }: PlotFacts, { tracks }: Measurement): LagMap | undefined {
  return mostSpeakingFirst(lagMaps, tracks)[0];
}

function speakingTrack(plots: PlotFacts, measurement: Measurement): LipTrack | undefined {
  const id = speakingMap(plots, measurement)?.trackId;
  return plots.tracks.find((track) => track.id === id) ?? plots.tracks[0];
}

/** Where most windows agree; the beginning of the face otherwise. */
function excerpt(
  { votes }: Measurement,
  track: LipTrack,
  durationS: number,
): { startS: number; endS: number } {
  const lengthS = Math.min(EXCERPT_S, durationS);
  const times = votes.filter((vote) => vote.agrees && vote.trackId === track.id).map((vote) => vote.timeS);
  let best = { startS: track.timesS[0] ?? 0, count: 0 };
  for (const startS of times) {
    const count = times.filter((t) => t >= startS && t < startS + lengthS).length;
    if (count > best.count) best = { startS, count };
  }
  const startS = Math.max(0, Math.min(best.startS - 0.5, durationS - lengthS));
  return { startS, endS: startS + lengthS };
}

function wavePath({ startS, bucketS, minMax }: NonNullable<PlotFacts['peaks']>, frame: Frame): string {
  const columns = PLOT / 2;
  const stepS = (frame.endS - frame.startS) / columns;
  const low: number[] = [];
  const high: number[] = [];
  for (let i = 0; i < columns; i++) {
    const fromS = frame.startS + i * stepS;
    const first = Math.max(0, Math.floor((fromS - startS) / bucketS));
    const end = Math.min(
      minMax.length / 2,
      Math.max(first + 1, Math.ceil((fromS + stepS - startS) / bucketS)),
    );
    let [least, most] = [0, 0];
    for (let k = first; k < end; k++) {
      least = Math.min(least, minMax[2 * k]!);
      most = Math.max(most, minMax[2 * k + 1]!);
    }
    low.push(least);
    high.push(most);
  }
  const loudest = Math.max(1e-3, ...high, ...low.map((v) => -v));
  const y = (value: number) => n(frame.height / 2 - (value / loudest) * (frame.height / 2 - 3));
  const over = high.map((v, i) => `${LEFT + 2 * i} ${y(v)}`);
  const under = low.map((v, i) => `${LEFT + 2 * i} ${y(v)}`).reverse();
  return `M${[...over, ...under].join('L')}Z`;
}

/** @param open 0..1, of how wide they open in this stretch */
function lipsY({ height }: Frame, open: number): number {
  return height - 5 - open * (height - 10);
}

function lipsPath({ timesS, opening }: LipTrack, frame: Frame): string {
  const inside = [...timesS.keys()].filter((i) => timesS[i]! >= frame.startS && timesS[i]! <= frame.endS);
  const values = inside
    .map((i) => opening[i]!)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const low = values[Math.floor(values.length * 0.02)] ?? 0;
  const high = values[Math.ceil(values.length * 0.98) - 1] ?? 1;
  const y = (v: number) => {
    const share = Math.min(1, Math.max(0, (v - low) / Math.max(1e-6, high - low)));
    return n(lipsY(frame, share));
  };
  let path = '';
  let lastS = Number.NEGATIVE_INFINITY;
  for (const i of inside) {
    if (!Number.isFinite(opening[i]!)) continue;
    // A gap in which the face was missed stays a gap.
    path += `${timesS[i]! - lastS > 0.25 ? 'M' : 'L'}${n(xOf(frame, timesS[i]!))} ${y(opening[i]!)}`;
    lastS = timesS[i]!;
  }
  return path || 'M0 0';
}

function svg(frame: Frame, name: string, parts: readonly string[]): string {
  const { height } = frame;
  const box = `<rect x="${LEFT}" y=".5" width="${PLOT - 0.5}" height="${height - 1}" fill="none" stroke="${INK.line}"/>`;
  return (
    `<svg viewBox="0 0 ${WIDTH} ${height + AXIS}" role="img" aria-label="${markup(name)}">` +
    `${parts.join('')}${box}${timeAxis(frame)}</svg>`
  );
}

function timeAxis(frame: Frame): string {
  const spanS = frame.endS - frame.startS;
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const step = steps.find((s) => spanS / s <= 9) ?? 14_400;
  const ticks: string[] = [];
  for (let k = Math.ceil(frame.startS / step - 1e-9); k * step <= frame.endS + 1e-9; k++) {
    const timeS = k * step;
    const x = xOf(frame, timeS);
    const anchor = x > WIDTH - 16 ? 'end' : 'middle';
    const words = step < 1 ? `${decimal(timeS, 1)}\u00a0s` : clockWords(timeS);
    ticks.push(
      `<line x1="${n(x)}" x2="${n(x)}" y1="${frame.height}" y2="${frame.height + 3}" stroke="${INK.muted}"/>` +
        `<text x="${n(x)}" y="${frame.height + 13}" text-anchor="${anchor}">${words}</text>`,
    );
  }
  return ticks.join('');
}

/** Left of the plot, as on the page (src/check/plots). */
function valueAxis({ height }: Frame, labels: readonly AxisLabel[]): string {
  return labels
    .map(({ fromTop, text }) => {
      const y = fromTop * height;
      const down = fromTop === 0 ? 9 : fromTop === 1 ? -2 : 3.5;
      const tick = `<line x1="${LEFT - 3}" x2="${LEFT}" y1="${n(y)}" y2="${n(y)}" stroke="${INK.muted}"/>`;
      return `${tick}<text x="${LEFT - 6}" y="${n(y + down)}" text-anchor="end">${markup(text)}</text>`;
    })
    .join('');
}

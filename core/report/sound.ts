/** The loudness report of prepared sounds, for spreadsheets and programs, and what is said of one. */
import { PLACED_CHANNELS } from '../enhance/place';
import type { SoundFigures } from '../loudness/figures';
import type { WrittenLoudness } from '../loudness/kept-loudness';
import type { SidesFault } from '../loudness/sides';
import type { MissedTarget } from '../loudness/targets';
import { csvOf } from './csv';
import { clockWords } from './format';
import type { ReportFacts } from './report-data';

const COLUMNS: readonly [name: string, key: keyof SoundFigures][] = [
  ['integrated_lufs', 'integratedLufs'],
  ['range_lu', 'rangeLu'],
  ['max_momentary_lufs', 'maxMomentaryLufs'],
  ['max_short_term_lufs', 'maxShortTermLufs'],
  ['true_peak_dbtp', 'truePeakDb'],
  ['sample_peak_dbfs', 'samplePeakDb'],
  ['noise_floor_lufs', 'noiseFloorLufs'],
  ['speech_above_noise_db', 'speechAboveNoiseDb'],
  ['speech_lufs', 'speechLufs'],
  ['clipped_samples', 'clippedSamples'],
  ['phase_correlation', 'phaseCorrelation'],
  ['reverberation_s', 'reverberationS'],
  ['leq_m_db', 'leqMDb'],
];

/** Figures of a sound, and its short-term loudness along time. */
export interface MeasuredSound {
  figures: SoundFigures;
  /** LUFS, one value per `hopS`; not finite where nothing is heard. */
  shortTermLufs: Float32Array;
  hopS: number;
}

export interface SoundLines {
  file: string;
  before: SoundFigures;
  after: SoundFigures;
  written?: readonly WrittenFile[];
}

/** A file that was encoded from the prepared sound, as it decodes. */
export interface WrittenFile extends WrittenLoudness {
  name: string;
}

/** Two lines for each file, of one or of all of a queue, and one of each that was encoded. Empty where there was nothing to measure. */
export function soundReportCsv(files: readonly SoundLines[]): string {
  const row = (file: string, when: string, figures: Partial<SoundFigures>) => [
    { text: file },
    { text: when },
    ...COLUMNS.map(([, key]) => ({ number: figures[key] ?? null, digits: 2 })),
  ];
  return csvOf(
    ['file', 'when', ...COLUMNS.map(([name]) => name)],
    files.flatMap(({ file, before, after, written = [] }) => [
      row(file, 'before', before),
      row(file, 'after', after),
      ...written.map(({ name, integratedLufs, truePeakDb }) =>
        row(name, 'written', { integratedLufs, truePeakDb }),
      ),
    ]),
  );
}

export interface SoundFacts {
  file: string;
  durationS: number;
  /** LUFS that were wanted; null: as it came out, or no louder than a limit. */
  targetLufs: number | null;
  before: MeasuredSound;
  after: MeasuredSound;
  written?: readonly WrittenFile[];
  made: ReportFacts['made'];
}

/** All figures by the names of the CSV, and the curves; null where there was nothing to measure. */
export function soundReportJson({
  file,
  durationS,
  targetLufs,
  before,
  after,
  written = [],
  made,
}: SoundFacts): string {
  const measured = ({ figures, shortTermLufs, hopS }: MeasuredSound) => ({
    ...Object.fromEntries(COLUMNS.map(([name, key]) => [name, hundredths(figures[key])])),
    short_term_every_s: hopS,
    short_term_lufs: Array.from(shortTermLufs, hundredths),
  });
  const report = {
    format: 'lipslate-loudness-report',
    version: 1,
    made_at: made.atIso,
    made_by: `Lipslate ${made.version}`,
    file,
    duration_s: hundredths(durationS),
    target_lufs: targetLufs,
    before: measured(before),
    after: measured(after),
    written: written.map(({ name, integratedLufs, truePeakDb }) => ({
      file: name,
      integrated_lufs: hundredths(integratedLufs),
      true_peak_dbtp: hundredths(truePeakDb),
    })),
  };
  return `${JSON.stringify(report, null, 1)}\n`;
}

function hundredths(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.round(value * 100) / 100;
}

/** As the headless command prints it: figures to two decimals, null where there was nothing to measure. */
export function figuresRecord(figures: SoundFigures): SoundFigures {
  const entries = Object.entries(figures).map(([key, value]) => [
    key,
    value === null ? null : Math.round(value * 100) / 100,
  ]);
  return Object.fromEntries(entries) as SoundFigures;
}

/** Why a voice that was to be placed where its face is was not. @param isMix of microphones */
export function notPlacedWarning(channels: number, isMix: boolean): string {
  const why = isMix
    ? 'a mix of microphones has no picture with faces'
    : channels > PLACED_CHANNELS
      ? 'the sound has more than two channels'
      : 'no face was seen to speak';
  return `The voice was not placed: ${why}.`;
}

/** What is wrong with the sides of a stereo sound, and what is done about it. @param isApart its voice was set apart */
export function sidesSentence(fault: SidesFault, isApart: boolean): string {
  if (fault !== 'inverted') return `The ${fault === 'left-silent' ? 'left' : 'right'} channel is silent.`;
  const turned = isApart ? ', and the voice was separated with that side turned back' : '';
  return `One side of this stereo sound is turned round in phase: it was listened to as the difference of both sides${turned}. They stay as they are; played in mono, they cancel each other.`;
}

/** Of a sound that ends before its file says. */
export function earlyEndSentence({ atS, ofS }: { atS: number; ofS: number }): string {
  return `The sound ends at ${clockWords(atS)} of ${clockWords(ofS)}.`;
}

const WHY_MISSED: Record<Exclude<MissedTarget['why'], 'unheard'>, (missed: MissedTarget) => string> = {
  quiet: () =>
    'The recording is so quiet that 40\u00a0dB more do not reach it, and nothing is raised by more.',
  peaks: ({ truePeakDb }) =>
    `Some peaks are far louder than the rest and may not pass ${signed(truePeakDb)}\u00a0dBTP, which takes that loudness away again.`,
};

/** What is said where the loudness that was wanted did not come out. */
export function missedSentence(missed: MissedTarget): string {
  const { wantedLufs, reachedLufs, toleranceLu, isOfSpeech, why } = missed;
  const wanted = `${signed(wantedLufs)}\u00a0LUFS`;
  if (reachedLufs === null || why === 'unheard')
    return `The loudness could not be set to ${wanted}: nothing that is left is loud enough to be measured.`;
  const off = reachedLufs - wantedLufs;
  const within =
    Math.abs(off) <= toleranceLu
      ? `, which the ${toleranceLu}\u00a0LU that this target allows still cover`
      : '';
  return (
    `The loudness ${isOfSpeech ? 'of speech ' : ''}is ${signed(reachedLufs, 1)}\u00a0LUFS instead of ${wanted}: ${Math.abs(off).toFixed(1)}\u00a0LU too ` +
    `${off < 0 ? 'quiet' : 'loud'}${within}.${off < 0 ? ` ${WHY_MISSED[why](missed)}` : ''}`
  );
}

/** Whether an encoder raised a peak past what was wanted. @param ceilingDb dBTP; null: nothing was */
export function isPast({ truePeakDb }: WrittenLoudness, ceilingDb: number | null): ceilingDb is number {
  return truePeakDb !== null && ceilingDb !== null && truePeakDb > ceilingDb;
}

/** What a file that was encoded measures, and whether it is past its limit. @param ceilingDb see isPast */
export function writtenSentence(written: WrittenLoudness, ceilingDb: number | null): string {
  const { integratedLufs, truePeakDb } = written;
  if (truePeakDb === null) return 'In this file nothing is loud enough to be measured.';
  const loudness = integratedLufs === null ? '' : `${signed(integratedLufs, 1)}\u00a0LUFS, `;
  const measured = `Measured in this file: ${loudness}true peak ${signed(truePeakDb, 1)}\u00a0dBTP.`;
  return isPast(written, ceilingDb)
    ? `${measured} Its encoder raises a peak past ${signed(ceilingDb)}\u00a0dBTP; WAV and FLAC stay below it.`
    : measured;
}

function signed(value: number, digits = 0): string {
  return value.toFixed(digits).replace('-', '−');
}

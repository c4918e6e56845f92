/** Sentences and figures of the Sound room. */
import { APART_ALL_DB } from '../../core/enhance/apart-range';
import type { PlaceId } from '../../core/enhance/place';
import { listWords } from '../../core/list-words';
import { durationWords } from '../../core/report/format';
import { earlyEndSentence, sidesSentence } from '../../core/report/sound';
import type { SoundInfo } from '../../workers/media/contract';
import type {
  FilledHoles,
  LaidBed,
  PrepareProgress,
  SoundAsIs,
  SoundFigures,
} from '../../workers/sound/contract';
import type { MadeSound } from '../engine/sound/types';

const NBSP = '\u00a0';
const MINUS = '−';

export const STAGE_LABELS: Record<PrepareProgress['stage'] | 'opening', string> = {
  opening: 'Opening the file',
  listening: 'Listening to the sound',
  cleaning: 'Cleaning the sound',
  filling: 'Filling dropouts',
  writing: 'Setting the loudness',
};

/** `12 s, AAC, stereo, 48 kHz` */
export function soundWords({ durationS, audioTracks }: SoundInfo, index: number): string {
  const track = audioTracks[index];
  if (!track) return durationWords(durationS);
  const layout =
    track.channels === 1 ? 'mono' : track.channels === 2 ? 'stereo' : `${track.channels} channels`;
  return `${durationWords(durationS)}, ${track.codec}, ${layout}, ${track.sampleRateHz / 1000}${NBSP}kHz`;
}

/** `−23.0 LUFS`; a dash where there is nothing to measure. */
export function figureWords(value: number | null, unit: string): string {
  if (value === null) return '–';
  const rounded = Math.abs(value).toFixed(1);
  const sign = value < 0 && rounded !== '0.0' ? MINUS : '';
  return `${sign}${rounded}${NBSP}${unit}`;
}

/** `−0.87`; a dash of other than stereo, and where a side is silent. */
function phaseWords(correlation: number | null): string {
  if (correlation === null) return '–';
  const size = Math.abs(correlation).toFixed(2);
  return correlation < 0 && size !== '0.00' ? `${MINUS}${size}` : size;
}

/** `0.35 s`; a dash where it cannot be told. */
function reverberationWords(seconds: number | null): string {
  return seconds === null ? '–' : `${seconds.toFixed(2)}${NBSP}s`;
}

/** Below this there is nothing that a converter could play. */
const SILENCE_LUFS = -100;

function floorWords(lufs: number | null): string {
  return lufs !== null && lufs < SILENCE_LUFS ? 'silence' : figureWords(lufs, 'LUFS');
}

/** The rows of the table: what is measured, why, and the two values. */
export function figureRows(
  before: SoundFigures,
  after: SoundFigures,
): { name: string; hint: string; values: [string, string] }[] {
  const row = (name: string, hint: string, words: (figures: SoundFigures) => string) => ({
    name,
    hint,
    values: [words(before), words(after)] as [string, string],
  });
  return [
    row('Loudness', 'of the whole recording (ITU-R BS.1770-4)', (f) => figureWords(f.integratedLufs, 'LUFS')),
    row('Loudness of speech', 'of what is said, without the pauses (BS.1770-1)', (f) =>
      figureWords(f.speechLufs, 'LUFS'),
    ),
    row('Loudness range', 'between quiet and loud parts (EBU Tech 3342)', (f) =>
      figureWords(f.rangeLu, 'LU'),
    ),
    row('Loudest 0.4 s', 'momentary loudness', (f) => figureWords(f.maxMomentaryLufs, 'LUFS')),
    row('Loudest 3 s', 'short-term loudness', (f) => figureWords(f.maxShortTermLufs, 'LUFS')),
    row('True peak', 'highest level, also between samples', (f) => figureWords(f.truePeakDb, 'dBTP')),
    row('Quietest tenth', 'the background between words', (f) => floorWords(f.noiseFloorLufs)),
    row('Speech above background', 'how far it stands out', (f) => figureWords(f.speechAboveNoiseDb, 'dB')),
    row('Reverberation', 'estimate from how words die away: seconds for 60 dB', (f) =>
      reverberationWords(f.reverberationS),
    ),
    row('Clipped samples', 'samples of peaks that are cut off', (f) => f.clippedSamples.toLocaleString('en')),
    ...(before.leqMDb === null && after.leqMDb === null
      ? []
      : [
          row('In a cinema', 'Leq(m), ISO 21727: of the whole, as loud as a cinema plays it', (f) =>
            figureWords(f.leqMDb, 'dB'),
          ),
        ]),
    row('Phase', 'of both sides: 1 alike, −1 one is the other turned round', (f) =>
      phaseWords(f.phaseCorrelation),
    ),
  ];
}

/** What was done, in sentences. */
export function doneSentences({ sound, chain }: MadeSound): string[] {
  const { humHz, mended, gainDb, bed, apartBy, holes, placed, sidesFault } = sound;
  const hum = humHz.length > 0 ? [`Hum at ${listWords(humHz)}${NBSP}Hz was removed.`] : [];
  const gain =
    gainDb === null || Math.abs(gainDb) < 0.05
      ? []
      : [`Overall it is ${figureWords(Math.abs(gainDb), 'dB')} ${gainDb > 0 ? 'louder' : 'quieter'}.`];
  const { voiceApart } = chain;
  const lowered = voiceApart >= APART_ALL_DB ? 'was removed' : `is ${voiceApart}${NBSP}dB quieter`;
  const means = apartBy === 'built-in' ? ' by its place in the stereo mix and by when somebody speaks' : '';
  const apart = apartBy ? [`The voice was separated${means}; everything else ${lowered}.`] : [];
  const counts = [
    ...(mended.clicks > 0 ? [`${countWords(mended.clicks, 'click')} removed`] : []),
    ...(mended.cutOff > 0 ? [`${countWords(mended.cutOff, 'clipped sample')} restored`] : []),
  ];
  const repair = counts.length > 0 ? [`${counts.join(', ')}.`] : [];
  return [
    ...repair,
    ...apart,
    ...hum,
    ...(holes ? [holesSentence(holes)] : []),
    ...gain,
    speechSentence(sound),
    ...(chain.place ? [placedSentence(placed)] : []),
    ...(bed ? [bedSentence(bed)] : []),
    ...(mended.cutOff === 0 ? clippedSentences(sound) : []),
    ...(sound.endsEarly ? [earlyEndSentence(sound.endsEarly)] : []),
    ...(sidesFault ? [sidesSentence(sidesFault, apartBy !== null)] : []),
  ];
}

/** What a recording is like before anything is done to it. */
export function foundSentences(sound: SoundAsIs): string[] {
  const { endsEarly, sidesFault } = sound;
  return [
    speechSentence(sound),
    ...clippedSentences(sound),
    ...(endsEarly ? [earlyEndSentence(endsEarly)] : []),
    ...(sidesFault ? [sidesSentence(sidesFault, false)] : []),
  ];
}

/** To screen readers, when it is there. */
export function measuredSentence({ before: { figures } }: SoundAsIs): string {
  const { integratedLufs } = figures;
  return `The recording is measured${integratedLufs === null ? '' : `: ${figureWords(integratedLufs, 'LUFS')}`}.`;
}

function speechSentence({ speechS, durationS }: SoundAsIs): string {
  if (speechS === 0) return 'No speech was found.';
  return `${durationWords(speechS)} of ${durationWords(durationS)} is speech.`;
}

function clippedSentences({ before: { figures } }: SoundAsIs): string[] {
  return figures.clippedSamples > 0 ? ['Some peaks of the recording are clipped.'] : [];
}

function placedSentence(placed: PlaceId | null): string {
  if (placed === null)
    return 'The voice was not placed: no check told where faces are, or the sound has more than two channels.';
  return `The voice was placed where its face is, for ${placed === 'stereo' ? 'loudspeakers' : 'headphones'}; it has two channels.`;
}

/** `18 LU below the speech`, `12 dB lower` */
export function bedAmountWords(amount: 'belowLu' | 'duckDb', value: number): string {
  if (amount === 'belowLu')
    return value === 0 ? 'as loud as the speech' : `${value}${NBSP}LU below the speech`;
  return value === 0 ? 'the same' : `${value}${NBSP}dB lower`;
}

function bedSentence({ name, belowLu, duckDb, rounds }: LaidBed): string {
  const lower = duckDb > 0 ? `, ${bedAmountWords('duckDb', duckDb)} while somebody speaks` : '';
  const times = rounds > 1 ? `, played ${rounds === 2 ? 'twice' : `${rounds} times`}` : '';
  return `Under the speech lies ${name}, ${bedAmountWords('belowLu', belowLu)}${lower}${times}.`;
}

function holesSentence({ count, filledS }: FilledHoles): string {
  if (count === 0) return 'No dropouts were found.';
  const found = countWords(count, 'dropout');
  return filledS === 0
    ? `${found} ${count === 1 ? 'was' : 'were'} found, but no pause with room tone to fill ${count === 1 ? 'it' : 'them'} from.`
    : `${found}, ${filledS.toFixed(filledS < 1 ? 2 : 1)}${NBSP}s in all, ${count === 1 ? 'was' : 'were'} filled with room tone from the pauses.`;
}

/** `1 click`, `1,200 clicks` */
function countWords(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
}

/** Commands and figures to copy: the same correction by ffmpeg or mkvmerge, and the offset as SyncNet users know it. */

import { type Correction, type LinearPart, linearParts } from '../fix/correction';
import { syncnetFrames } from '../time/convert';
import { inUseSentence } from './correction-sentence';
import { correctionOf, nameOf, type ReportFacts } from './report-data';
import { decimal, plain } from './sanitize';
import { asArgument, commandLine, type Shell } from './shell';

export interface CopyLine {
  id: 'ffmpeg-times' | 'ffmpeg-baked' | 'mkvmerge' | 'syncnet';
  /** What it does, in one sentence. */
  title: string;
  /** For the shell it was asked for. */
  text: string;
}

/** Where a soft resampling begins: sample rates are whole numbers, and a high one makes them fine enough. */
const FINE_RATE_HZ = 192_000;
/** A command with more pieces is no line any more. */
const MOST_PIECES = 20;
/** Length of the fades at cuts. */
const FADE_S = 0.005;

/**
 * @param file path to write into the commands; the video's bare name when left out
 * @returns only what makes sense for this file: no command when there is nothing to correct
 */
export function copyLines(facts: ReportFacts, shell: Shell, file = nameOf(facts.record.file)): CopyLine[] {
  const correction = correctionOf(facts);
  const lines: CopyLine[] = [];
  if (correction !== null) {
    if (correction.kind === 'shift') lines.push(itsoffset(correction.offsetMs, file, shell));
    const filter = bakedFilter(facts, correction);
    if (filter !== null) lines.push(baked(facts, filter, file, shell));
    if (correction.kind !== 'steps') lines.push(mkvmerge(facts, correction, file, shell));
  }
  const syncnet = syncnetText(facts);
  if (syncnet !== null)
    lines.push({
      id: 'syncnet',
      title: 'In SyncNet’s own sign: frames of 40 ms, positive = sound early.',
      text: syncnet,
    });
  return lines;
}

/** Both shells in one text file, with what each line does above it. */
export function toLines(facts: ReportFacts): string {
  const section = (heading: string, shell: Shell) => [
    heading,
    '',
    ...copyLines(facts, shell)
      .filter(({ id }) => id !== 'syncnet')
      .flatMap(({ title, text }) => [`# ${title}`, text, '']),
  ];
  const syncnet = copyLines(facts, 'posix').filter(({ id }) => id === 'syncnet');
  const commands =
    correctionOf(facts) === null
      ? ['Nothing to correct: no command.', '']
      : [
          ...section('macOS, Linux (sh, bash, zsh)', 'posix'),
          ...section('Windows (PowerShell)', 'powershell'),
        ];
  const inUse = facts.byHandMs ? [plain(inUseSentence(facts)), ''] : [];
  return [...inUse, ...commands, ...syncnet.flatMap(({ title, text }) => [title, text])]
    .map((line) => `${line}\n`)
    .join('');
}

function itsoffset(offsetMs: number, file: string, shell: Shell): CopyLine {
  const input = asArgument(file);
  const words = ['ffmpeg', '-i', input, '-itsoffset', decimal(-offsetMs / 1000, 4), '-i', input];
  const maps = ['-map', '0:v', '-map', '1:a', '-map', '0:s?', '-c', 'copy'];
  return {
    id: 'ffmpeg-times',
    title: 'ffmpeg, lossless: all sound is moved by its times, nothing is encoded anew.',
    text: commandLine([...words, ...maps, asArgument(fixedName(file))], shell),
  };
}

function baked({ media, audioIndex }: ReportFacts, filter: string, file: string, shell: Shell): CopyLine {
  const codec = media.container === 'webm' ? ['libopus', '-b:a', '160k'] : ['aac', '-b:a', '256k'];
  const words = ['ffmpeg', '-i', asArgument(file), '-filter_complex', `[0:a:${audioIndex}]${filter}[a]`];
  const maps = ['-map', '0:v', '-map', '[a]', '-map', '0:s?', '-c', 'copy', '-c:a', ...codec];
  return {
    id: 'ffmpeg-baked',
    title: 'ffmpeg, baked: the measured sound’s samples are moved, for players that ignore times.',
    text: commandLine([...words, ...maps, asArgument(fixedName(file))], shell),
  };
}

/** From the pad of the sound to that of the corrected one; null when it would be too long. */
function bakedFilter({ media, audioIndex }: ReportFacts, correction: Correction): string | null {
  if (correction.kind === 'shift') return shifted(correction.offsetMs / 1000);
  const sound = media.audioTracks[audioIndex];
  const firstS = firstOf(media);
  const durationS = media.durationS - firstS;
  const stretches = linearParts(correction, media.durationS).flatMap((part) => from(firstS, part));
  if (stretches.length > MOST_PIECES) return null;
  const rateHz = sound?.sampleRateHz ?? 48_000;
  const chains = stretches.map((stretch) => pieceFilter(stretch, durationS, rateHz));
  const lead = (sound?.startS ?? 0) > firstS ? [FROM_THE_START] : [];
  if (chains.length === 1) return [...lead, ...chains].join(',');
  const pads = chains.map((_, i) => `[s${i}]`).join('');
  const outs = chains.map((_, i) => `[p${i}]`).join('');
  const pieces = chains.map((chain, i) => `[s${i}]${chain}[p${i}]`);
  const split = [...lead, `asplit=${chains.length}${pads}`].join(',');
  return [split, ...pieces, `${outs}concat=n=${chains.length}:v=0:a=1`].join(';');
}

/** Silence in front of a sound that begins later than the file, so that pieces of it lie where their times say. */
const FROM_THE_START = 'aresample=async=1:first_pts=0';

/** ffmpeg counts from whatever comes first in the file. */
function firstOf({ video, audioTracks }: ReportFacts['media']): number {
  return Math.max(0, Math.min(video.startS, ...audioTracks.map(({ startS }) => startS)));
}

/** A stretch on a clock that begins at `firstS`; none where it lies before that. */
function from(firstS: number, { startS, endS, offsetS, slope }: LinearPart): LinearPart[] {
  if (endS <= firstS) return [];
  return [
    {
      startS: Math.max(0, startS - firstS),
      endS: endS - firstS,
      offsetS: offsetS + slope * firstS,
      slope,
    },
  ];
}

/** Late sound loses its first part, early sound waits. */
function shifted(offsetS: number): string {
  if (offsetS <= 0) return `adelay=delays=${decimal(-offsetS * 1000, 1)}:all=1`;
  const size = decimal(offsetS, 4);
  return `atrim=start=${size},asetpts=PTS-${size}/TB`;
}

/** One stretch of the picture, filled exactly: what sound there is, and silence before and after it. */
function pieceFilter(
  { startS, endS, offsetS, slope }: LinearPart,
  durationS: number,
  rateHz: number,
): string {
  const speed = 1 + slope;
  const fromS = startS * speed + offsetS;
  const toS = endS * speed + offsetS;
  const silenceS = Math.min(endS - startS, Math.max(0, -fromS) / speed);
  const seconds = (s: number) => decimal(s, 4);
  const parts = [
    `atrim=start=${seconds(Math.max(0, fromS))}:end=${seconds(Math.max(0, Math.min(durationS, toS)))}`,
    'asetpts=PTS-STARTPTS',
  ];
  if (slope !== 0)
    parts.push(
      `aresample=${FINE_RATE_HZ}`,
      `asetrate=${Math.round(FINE_RATE_HZ * speed)}`,
      `aresample=${rateHz}`,
    );
  if (startS > 0) parts.push(`afade=d=${FADE_S}`);
  if (silenceS > 0) parts.push(`adelay=delays=${decimal(silenceS * 1000, 1)}:all=1`);
  parts.push(`apad=whole_dur=${seconds(endS - startS)}`);
  return parts.join(',');
}

/** Track numbers of mkvmerge: the picture is 0, as a rule, and the sounds follow. */
function mkvmerge(facts: ReportFacts, correction: Correction, file: string, shell: Shell): CopyLine {
  const track = facts.audioIndex + 1;
  const sync = `${track}:${mkvSync(correction, facts.media.durationS)}`;
  const output = fixedName(file).replace(/\.[^.]*$/, '.mkv');
  return {
    id: 'mkvmerge',
    title: `mkvmerge: sound track ${track} is moved by its times (mkvmerge --identify shows the numbers).`,
    text: commandLine(['mkvmerge', '-o', asArgument(output), '--sync', sync, asArgument(file)], shell),
  };
}

/** Milliseconds, positive = later; for a drift also the factor on all times. */
function mkvSync(correction: Correction, durationS: number): string {
  const [first] = linearParts(correction, durationS);
  const { offsetS, slope } = first!;
  const delay = decimal(Math.round((-offsetS * 1000) / (1 + slope)), 0);
  return slope === 0 ? delay : `${delay},${decimal(1 / (1 + slope), 9)}`;
}

function syncnetText({ record, measurement }: ReportFacts): string | null {
  const { offsetMs, verdict } = measurement;
  const lines: string[] = [];
  if (record.syncnet) {
    const { offsetFrames, minDist, confidence } = record.syncnet;
    lines.push(
      `SyncNet itself: AV offset: ${offsetFrames}  Min dist: ${minDist.toFixed(3)}  Confidence: ${confidence.toFixed(3)}`,
    );
  }
  if (offsetMs !== null) {
    const frames = syncnetFrames(offsetMs);
    const doubt = verdict === 'unsure' ? ', not sure' : '';
    lines.push(
      `AV offset: ${Math.round(frames) + 0} (${decimal(frames, 2)} frames${doubt}, ${MEASURED_BY[measurement.engine]})`,
    );
  }
  return lines.length === 0 ? null : lines.map(plain).join('\n');
}

const MEASURED_BY: Record<ReportFacts['measurement']['engine'], string> = {
  lipslate: 'measured by Lipslate’s own model',
  motion: 'measured by Lipslate from lip movement and loudness',
  syncnet: 'measured by Lipslate with SyncNet',
};

/** `a.in-sync.mp4` beside the original. */
function fixedName(file: string): string {
  return file.replace(/(\.[^.\\/]*)?$/, '.in-sync$1');
}

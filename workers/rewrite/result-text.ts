/** Names and sentences of results. */
import type { WhenLate } from '../../core/fix/bmff/shift';
import type { Correction } from '../../core/fix/correction';
import type { SoundGoes } from './contract';

/** Share by which a drift may change the pitch before a listener could tell. */
const INAUDIBLE_PITCH = 0.001;
/** From here on it is no clock that went wrong, but another speed. */
const OTHER_SPEED = 0.02;
/** From here on the change of pitch is worth a warning. */
const AUDIBLE_PITCH = 0.003;

const EXTENSIONS: Record<string, string> = {
  mp4: 'mp4',
  mov: 'mov',
  matroska: 'mkv',
  webm: 'webm',
  mpegts: 'ts',
  avi: 'avi',
  wav: 'wav',
};

/** @returns the original's name with what it is now, and the extension of what it has become */
export function nameFor(
  original: string,
  container: string,
  originalContainer: string,
  suffix = 'in-sync',
): string {
  const dot = original.lastIndexOf('.');
  const stem = dot > 0 ? original.slice(0, dot) : original;
  const own = dot > 0 ? original.slice(dot + 1) : '';
  const extension = container === originalContainer && own !== '' ? own : (EXTENSIONS[container] ?? 'mkv');
  return `${safe(stem)}.${suffix}.${safe(extension)}`;
}

/** @returns what a lossless fix did, as two sentences @param by what holds the new times */
export function shiftSentence(
  offsetMs: number,
  way: WhenLate,
  moved: number,
  by: string,
  rest: string,
): string {
  const ms = `${Math.round(Math.abs(offsetMs) * 10) / 10} ms`;
  const sound = moved > 1 ? `All ${moved} sound tracks` : 'The sound';
  const verb = moved > 1 ? 'start' : 'starts';
  if (offsetMs <= 0) return `${sound} ${verb} ${ms} later, by ${by}. ${rest}`;
  if (way === 'delay-picture')
    return `The picture starts ${ms} later, by ${by}, so that nothing of the sound is lost. ${rest}`;
  return `${sound} ${verb} ${ms} earlier, by ${by}; what was before the first picture is not played. ${rest}`;
}

/** @returns what was done to the sound, as one sentence */
export function bakedSentence(correction: Correction, codec: string): string {
  const written = `written anew as ${codec.toUpperCase()}`;
  const picture = 'every picture packet is the same.';
  if (correction.kind === 'shift') {
    const ms = `${Math.round(Math.abs(correction.offsetMs) * 10) / 10} ms`;
    const way = correction.offsetMs > 0 ? 'earlier' : 'later';
    return `The sound itself was moved ${ms} ${way} and ${written}; ${picture}`;
  }
  if (correction.kind === 'drift') {
    const { startMs, endMs } = correction;
    return `The sound was resampled so that ${Math.round(startMs)} ms at the start and ${Math.round(endMs)} ms at the end become 0, and ${written}; ${picture}`;
  }
  const jumps = Math.max(0, correction.segments.length - 1);
  return `The sound was cut at ${jumps === 1 ? 'one quiet place' : `${jumps} quiet places`} and ${written}; ${picture}`;
}

/** @returns what is said of a copy with a prepared sound */
export function preparedSentence(codec: string, goes: SoundGoes, oldTracks: number): string {
  const written = `The prepared sound was written as ${codec.toUpperCase()}, not moved by a sample`;
  if (goes === 'instead') return `${written}; every picture packet is the same.`;
  const old =
    oldTracks > 1
      ? `the ${oldTracks} that were there come behind it`
      : 'the one that was there comes behind it';
  return `${written}, as the first sound track, which players play; ${old}, and every packet of sound and picture is the same.`;
}

/** @param speed of the sound after a drift was corrected */
export function pitchWarning(speed: number): string | null {
  const change = Math.abs(speed - 1);
  if (change <= INAUDIBLE_PITCH) return null;
  const percent = (change * 100).toFixed(2);
  const way = speed > 1 ? 'higher' : 'lower';
  if (change >= OTHER_SPEED)
    return `The sound plays ${percent} % ${speed > 1 ? 'faster' : 'slower'} and ${way} in pitch now, as films do between PAL and film speed.`;
  return change <= AUDIBLE_PITCH
    ? `The sound is ${percent} % ${way} in pitch now, which hardly anybody hears.`
    : `The sound is ${percent} % ${way} in pitch now, which may be heard in music.`;
}

/** No path, nothing that a file system refuses. */
function safe(name: string): string {
  return name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_').slice(0, 180);
}

/** What of a file's sound was listened to, and the sentences about it. */

import { channelName, type Mix } from './downmix';
import { ordinal } from './ordinal';

export interface HeardSound {
  /** From 0, among the sound tracks. */
  track: number;
  mix: Mix;
  /** Whether the mix was asked for, rather than found. */
  isChosen: boolean;
  /** Seconds of speech in it; null when nobody looked. */
  speechS: number | null;
  /** Another track with speech, where this one could not be measured; from 0. */
  speechTrack: number | null;
}

/** Less than this is no speech worth a look. */
const SPEECH_S = 1;

/** `downmix`, `channel 4, bass (LFE)`, `the difference of channels 1 and 2` @param channels of the track */
export function mixName(mix: Mix, channels: number): string {
  if (mix.kind === 'downmix') return 'downmix';
  if (mix.kind === 'channel') return channelName(mix.channel, channels);
  const [a, b] = mix.channels;
  return `the difference of channels ${a + 1} and ${b + 1}`;
}

/** Sentences for the visitor; none for the usual case. @param channels of the track */
export function soundWarnings(
  { mix, isChosen, speechS, speechTrack }: HeardSound,
  channels: number,
): string[] {
  const sentences: string[] = [];
  const name = mixName(mix, channels);
  if (mix.kind !== 'downmix' && isChosen) sentences.push(`As chosen, ${name} alone was listened to.`);
  else if (mix.kind === 'channel')
    sentences.push(`Speech is lost when all channels are mixed, so ${name} alone was listened to.`);
  else if (mix.kind === 'difference')
    sentences.push(
      `Channels ${mix.channels[0] + 1} and ${mix.channels[1] + 1} cancel each other, as one is inverted, so ${name} was listened to.`,
    );
  if (speechTrack !== null) {
    const other = ordinal(speechTrack + 1);
    sentences.push(
      speechS !== null && speechS < SPEECH_S
        ? `The ${other} sound track has speech: check that one.`
        : `The ${other} sound track has speech, too: check that one if it is the one that belongs to the picture.`,
    );
  }
  return sentences;
}

/** As `--audio` takes it: `1` (whatever has the speech), `1:all`, `1:4`, `1:1-2`. Counted from 1. */
export function soundArgument(track: number, mix: Mix | null): string {
  if (mix === null) return `${track + 1}`;
  if (mix.kind === 'downmix') return `${track + 1}:all`;
  if (mix.kind === 'channel') return `${track + 1}:${mix.channel + 1}`;
  return `${track + 1}:${mix.channels[0] + 1}-${mix.channels[1] + 1}`;
}

/** The reverse of soundArgument. @returns null for anything else */
export function parseSound(text: string): { track: number; mix: Mix | null } | null {
  const parts = text.match(/^([1-9]\d{0,2})(?::(?:(all)|([1-9]\d{0,2})(?:-([1-9]\d{0,2}))?))?$/);
  if (parts === null) return null;
  const [, track, all, channel, other] = parts;
  const place = (digits: string) => Number(digits) - 1;
  if (channel !== undefined && channel === other) return null;
  const mix: Mix | null = all
    ? { kind: 'downmix' }
    : channel === undefined
      ? null
      : other === undefined
        ? { kind: 'channel', channel: place(channel) }
        : { kind: 'difference', channels: [place(channel), place(other)] };
  return { track: place(track!), mix };
}

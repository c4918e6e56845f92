/** The sides of the comparison: what they are called, and how loud each is played. */
import type { PreparedSound } from '../../workers/sound/contract';
import type { LeftOut } from '../engine/sound/types';

export type Side = 'before' | 'after' | 'taken' | 'without';

const LEFT_OUT: Record<LeftOut, string> = {
  repair: 'repair',
  hum: 'hum removal',
  room: 'echo reduction',
  noise: 'noise removal',
  roomTone: 'dropout filling',
  level: 'voice levelling',
  deEss: 'S softening',
  compress: 'compression',
  voiceApart: 'voice separation',
  tone: 'tone change',
  target: 'loudness change',
  place: 'voice placing',
  bed: 'music',
};

/** `Without noise removal` */
export const withoutWords = (step: LeftOut) => `Without ${LEFT_OUT[step]}`;

/** `Noise removal` */
export function stepWords(step: LeftOut): string {
  const [first = '', ...rest] = LEFT_OUT[step];
  return `${first.toUpperCase()}${rest.join('')}`;
}

/** What can be played of a sound, in order. */
export function sidesOf(sound: PreparedSound, without: PreparedSound | null): Side[] {
  return [
    'before',
    'after',
    ...(sound.taken ? ['taken' as const] : []),
    ...(without ? ['without' as const] : []),
  ];
}

/** 0..1: all are turned down to the softest; what was taken away goes with the original. */
export function volumeOf(
  { before, after }: Pick<PreparedSound, 'before' | 'after'>,
  without: Pick<PreparedSound, 'after'> | null,
  side: Side,
): number {
  const lufsOf = (report: PreparedSound['after'] | undefined) => report?.figures.integratedLufs ?? null;
  const own = lufsOf(side === 'after' ? after : side === 'without' ? without?.after : before);
  if (own === null) return 1;
  const all = [before, after, without?.after].map(lufsOf).filter((each) => each !== null);
  return 10 ** ((Math.min(...all) - own) / 20);
}

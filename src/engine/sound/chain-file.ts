/** A chain of the Sound room as a small file, for another browser, the rest of a house, or `npm run sound` (docs/sound.md). */

import { APART_ALL_DB } from '../../../core/enhance/apart-range';
import { TONES } from '../../../core/enhance/equaliser';
import { PLACES } from '../../../core/enhance/place';
import { LipslateError } from '../../../core/errors';
import { TARGETS } from '../../../core/loudness/targets';
import { NOISE_METHODS, type SoundChain } from '../../../workers/sound/contract';
import { readSettings, type SettingsKind, settingsText } from '../settings-file';

const KIND: SettingsKind = { format: 'lipslate-sound-chain', version: 1 };

/** Each step as it is when it does nothing; what a file does not name is so. */
export const OFF: SoundChain = {
  repair: false,
  voiceApart: 0,
  hum: false,
  room: false,
  noise: 0,
  noiseBy: 'rnnoise',
  roomTone: false,
  level: false,
  deEss: 0,
  tone: null,
  compress: 0,
  place: null,
  target: null,
};

export interface NamedChain {
  /** Empty: none. */
  name: string;
  chain: SoundChain;
}

export function chainText({ name, chain }: NamedChain): string {
  return settingsText(KIND, name === '' ? { chain } : { name, chain });
}

/** @throws LipslateError 'settings-unreadable', 'settings-newer' */
export function readChain(text: string): NamedChain {
  const { name, chain } = readSettings(text, KIND);
  return { name: typeof name === 'string' ? name : '', chain: toChain(chain) };
}

/** @throws LipslateError 'settings-unreadable' that says what is wrong */
export function toChain(given: unknown): SoundChain {
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    throw wrong('It has no “chain” with the steps.');
  const entries = Object.entries(given);
  for (const [step, value] of entries) {
    if (!Object.hasOwn(RULES, step)) throw wrong(`“${step}” is no step of the Sound room.`);
    const { holds, words } = RULES[step as keyof SoundChain];
    if (!holds(value)) throw wrong(`“${step}” has to be ${words}.`);
  }
  return { ...OFF, ...Object.fromEntries(entries) };
}

export function isSameChain(a: SoundChain, b: SoundChain): boolean {
  return (Object.keys(OFF) as (keyof SoundChain)[]).every((step) => a[step] === b[step]);
}

interface Rule {
  holds(value: unknown): boolean;
  words: string;
}

const SWITCH: Rule = { holds: (value) => typeof value === 'boolean', words: 'true or false' };
const SHARE: Rule = {
  holds: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  words: 'a number from 0 to 1',
};

const DECIBELS: Rule = {
  holds: (value) => typeof value === 'number' && value >= 0 && value <= APART_ALL_DB,
  words: `a number of dB from 0 to ${APART_ALL_DB}`,
};

function oneOf(choices: readonly { id: string }[]): Rule {
  const ids = choices.map(({ id }) => id);
  return {
    holds: (value) => value === null || ids.some((id) => id === value),
    words: `${ids.join(', ')} or null`,
  };
}

const METHOD: Rule = {
  holds: (value) => NOISE_METHODS.some((id) => id === value),
  words: NOISE_METHODS.join(' or '),
};

const RULES: Record<keyof SoundChain, Rule> = {
  repair: SWITCH,
  voiceApart: DECIBELS,
  hum: SWITCH,
  room: SWITCH,
  noise: SHARE,
  noiseBy: METHOD,
  roomTone: SWITCH,
  level: SWITCH,
  deEss: SHARE,
  tone: oneOf(TONES),
  compress: SHARE,
  place: oneOf(PLACES),
  target: oneOf(TARGETS),
};

function wrong(sentence: string): LipslateError {
  return new LipslateError('settings-unreadable', undefined, sentence);
}

/** How bad an offset is by a profile, as a sentence, and what a profile asks for. */

import { bestIntervalMs } from '../sync/calibration';
import { ownLimits, type Profile, profileOf } from '../sync/profiles';
import type { EngineName, Level, Measurement, ProfileName } from '../sync/types';
import { sizeWords } from './format';
import { intervalOf, levelsOf } from './interval';

/** @param fps for the profiles of Netflix and strict, whose limit is one frame of the video */
export function levelSentence(level: Level, profile: ProfileName, fps: number): string {
  const { label } = profileOf(profile, fps);
  return `${textsOf(profile)[level]} (${label}).`;
}

/** The limits of a profile in words, for the settings. */
export function profileSentence(profile: ProfileName): string {
  const { unnoticeableMs, acceptableMs } = profileOf(profile, 25);
  if (profile === 'netflix')
    return 'For deliveries to Netflix: its quality control reports dialogue that is one frame or more off.';
  if (profile === 'strict') return 'For editors: anything beyond one frame of this video is wrong.';
  const limits = (ms: Profile['acceptableMs']) =>
    `${sizeWords(ms.early)} early or ${sizeWords(ms.late)} late`;
  if (profile === 'atsc') return `For broadcast: at most ${limits(acceptableMs)}.`;
  if (profile === 'ebu') return `For what a production hands over: at most ${limits(acceptableMs)}.`;
  if (ownLimits(profile) !== null) return `At most ${limits(acceptableMs)}.`;
  return `Viewers notice from ${limits(unnoticeableMs)}, and object from ${limits(acceptableMs)}.`;
}

/** Says of a profile that its limits are narrower than what can be measured; null of any other. */
export function tightnessSentence(profile: ProfileName, engine: EngineName): string | null {
  const { early, late } = profileOf(profile, 25).acceptableMs;
  const bestMs = bestIntervalMs(engine);
  if (Math.min(early, late) >= bestMs) return null;
  return `These limits are tighter than the measurement, ±${sizeWords(bestMs)} at best: expect “too close to tell”.`;
}

/** The level of the offset, and what else it may be where the interval reaches over a limit. */
export function levelOfMeasurementSentence(level: Level, measurement: Measurement, fps: number): string {
  const { profile: name, verdict } = measurement;
  const interval = verdict === 'varies' ? null : intervalOf(measurement);
  const profile = profileOf(name, fps);
  const texts = textsOf(name);
  if (interval === null) return levelSentence(level, name, fps);
  const { best, worst } = levelsOf(interval, profile);
  if (texts[best] === texts[worst]) return levelSentence(level, name, fps);
  return `At best: ${uncapital(texts[best])}; at worst: ${uncapital(texts[worst])} (${profile.label}).`;
}

function uncapital(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Those with one limit have no middle. */
const WITHIN_OR_NOT = (within: string, beyond: string): Record<Level, string> => ({
  unnoticeable: within,
  acceptable: within,
  wrong: beyond,
});

const LEVEL_TEXTS = {
  itu: {
    unnoticeable: 'Viewers do not notice this',
    acceptable: 'Some viewers notice, but they accept it',
    wrong: 'Beyond what viewers accept',
  },
  atsc: WITHIN_OR_NOT('Within the limits for broadcast', 'Beyond the limits for broadcast'),
  ebu: WITHIN_OR_NOT('Within the limits for production', 'Beyond the limits for production'),
  netflix: WITHIN_OR_NOT('Within Netflix’s limit', 'Beyond Netflix’s limit'),
  strict: WITHIN_OR_NOT('Within one frame', 'More than one frame off'),
} satisfies Partial<Record<ProfileName, Record<Level, string>>>;
const OWN_TEXTS = WITHIN_OR_NOT('Within your own limits', 'Beyond your own limits');

function textsOf(profile: ProfileName): Record<Level, string> {
  return profile in LEVEL_TEXTS ? LEVEL_TEXTS[profile as keyof typeof LEVEL_TEXTS] : OWN_TEXTS;
}

/** What stands before the clusters of a Matroska or WebM file: tracks, length, chapters; read and written anew. */

import {
  element,
  floatElement,
  readElements,
  readFloat,
  readUint,
  textElement,
  uintElement,
} from '../../container/ebml';
import { ID, SOUND_TRACK, TRACK } from '../../container/matroska';
import type { EncodedSound } from '../encoded-sound';

/** What describes the old sound and not the track: name, language, flags and the like stay. */
const OF_THE_OLD_SOUND = new Set<number>([
  ...[TRACK.codecId, TRACK.codecPrivate, TRACK.codecDelay, TRACK.seekPreRoll],
  // Codec's name, default duration, its decoded field duration.
  ...[0x258688, 0x23e383, 0x234e7a, TRACK.contentEncodings, TRACK.sound],
  ID.crc,
]);
/** Of plain samples what they are stays: how many come at a time, at which rate, in how many channels does not. */
const OF_OLD_SAMPLES = new Set<number>([0x23e383, 0x234e7a, TRACK.sound]);
const BIT_DEPTH = 0x6264;
const DURATION = 0x4489;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DEFAULT_SCALE = 1_000_000;
const TYPES: Record<number, 'picture' | 'sound' | 'other'> = { 1: 'picture', [SOUND_TRACK]: 'sound' };
/** Edition, chapter atom, its start and its end; chapters may hold chapters. */
const CHAPTER = { edition: 0x45b9, atom: 0xb6, start: 0x91, end: 0x92 };

export interface MatroskaTrack {
  number: number;
  kind: 'picture' | 'sound' | 'other';
}

/** @param tracks content of Tracks */
export function readTracks(tracks: Uint8Array): MatroskaTrack[] {
  return readElements(tracks)
    .filter(({ id }) => id === TRACK.entry)
    .map(({ content }) => {
      const fields = readElements(content);
      const uint = (id: number) =>
        readUint(fields.find((field) => field.id === id)?.content ?? new Uint8Array());
      return { number: uint(TRACK.number), kind: TYPES[uint(TRACK.type)] ?? 'other' };
    });
}

/** @param tracks content of Tracks @returns Tracks with another sound in the place of one */
export function replaceTrack(tracks: Uint8Array, number: number, sound: EncodedSound): Uint8Array {
  const entries = readElements(tracks)
    .filter(({ id }) => id !== ID.crc)
    .map(({ id, content, whole }) => {
      if (id !== TRACK.entry) return whole;
      const fields = readElements(content);
      const own = fields.find((field) => field.id === TRACK.number);
      if (own === undefined || readUint(own.content) !== number) return whole;
      return element(TRACK.entry, ...describedAnew(fields, sound));
    });
  return element(ID.tracks, ...entries);
}

/** @returns the fields of a track's entry, those of its sound written anew */
export function describedAnew(fields: ReturnType<typeof readElements>, sound: EncodedSound): Uint8Array[] {
  const isPcm = sound.codec.name === 'pcm';
  const isOld = (id: number) => (isPcm ? OF_OLD_SAMPLES.has(id) : OF_THE_OLD_SOUND.has(id));
  const kept = fields.filter(({ id }) => !isOld(id)).map(({ whole }) => whole);
  if (!isPcm) return [...kept, ...codecFields(sound)];
  // How many bits they have is said here alone.
  const old = readElements(fields.find(({ id }) => id === TRACK.sound)?.content ?? new Uint8Array());
  const bits = old.filter(({ id }) => id === BIT_DEPTH).map(({ whole }) => whole);
  return [...kept, element(TRACK.sound, ...rateAndChannels(sound), ...bits)];
}

export interface Clock {
  /** Nanoseconds of one tick. */
  scaleNs: number;
  /** In ticks; 0 where the file does not say. */
  duration: number;
}

/** @param info content of Info */
export function readClock(info: Uint8Array): Clock {
  const fields = readElements(info);
  const scale = fields.find(({ id }) => id === TIMESTAMP_SCALE);
  const duration = fields.find(({ id }) => id === DURATION);
  return {
    scaleNs: (scale && readUint(scale.content)) || DEFAULT_SCALE,
    duration: duration ? readFloat(duration.content) : 0,
  };
}

/** @returns Info with another length, which is its last eight bytes; as it was when it has none */
export function infoWith(info: Uint8Array, duration: number): Uint8Array {
  const kept = readElements(info).filter(({ id }) => id !== DURATION && id !== ID.crc);
  const fields = kept.map(({ whole }) => whole);
  return element(ID.info, ...fields, ...(duration > 0 ? [floatElement(DURATION, duration)] : []));
}

/** @param chapters content of Chapters @param delayNs added to every time */
export function delayChapters(chapters: Uint8Array, delayNs: number): Uint8Array {
  return element(ID.chapters, ...later(chapters, delayNs));
}

function later(content: Uint8Array, delayNs: number): Uint8Array[] {
  return readElements(content)
    .filter(({ id }) => id !== ID.crc)
    .map(({ id, content: inner, whole }) => {
      if (id === CHAPTER.edition || id === CHAPTER.atom) return element(id, ...later(inner, delayNs));
      if (id === CHAPTER.start || id === CHAPTER.end) return uintElement(id, readUint(inner) + delayNs);
      return whole;
    });
}

function rateAndChannels({ rateHz, channels }: EncodedSound): Uint8Array[] {
  return [floatElement(0xb5, rateHz), uintElement(0x9f, channels)];
}

function codecFields(sound: EncodedSound): Uint8Array[] {
  const { codec } = sound;
  const audio = element(TRACK.sound, ...rateAndChannels(sound));
  if (codec.name === 'opus') {
    return [
      textElement(TRACK.codecId, 'A_OPUS'),
      element(TRACK.codecPrivate, codec.config),
      uintElement(TRACK.codecDelay, Math.round((codec.preSkip / 48_000) * 1e9)),
      uintElement(TRACK.seekPreRoll, 80_000_000),
      audio,
    ];
  }
  const config = codec.name === 'aac' ? codec.config : new Uint8Array();
  return [textElement(TRACK.codecId, 'A_AAC'), element(TRACK.codecPrivate, config), audio];
}

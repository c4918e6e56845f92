/** Adds a sound track to the list of a Matroska or WebM file: in front of those that are there, and the default one. */
import { element, readElements, readUint, textElement, uintElement } from '../../container/ebml';
import { ID, SOUND_TRACK, TRACK } from '../../container/matroska';
import { type EncodedSound, NEW_TRACK_NAME } from '../encoded-sound';
import { describedAnew } from './header';

const FLAG_DEFAULT = 0x88;
const FLAG_FORCED = 0x55aa;
const NAME = 0x536e;
const UID = 0x73c5;
const OF_ONE_TRACK = new Set<number>([TRACK.number, UID, NAME, FLAG_DEFAULT, FLAG_FORCED, ID.crc]);

type Fields = ReturnType<typeof readElements>;

/** @returns the least number that no track has */
export function freeNumber(tracks: readonly { number: number }[]): number {
  const taken = new Set(tracks.map(({ number }) => number));
  let number = 1;
  while (taken.has(number)) number++;
  return number;
}

/**
 * @param tracks content of Tracks
 * @param model number of the track whose language the new one has
 * @param number of the new track
 * @returns Tracks with one more
 */
export function withTrackBeside(
  tracks: Uint8Array,
  model: number,
  number: number,
  sound: EncodedSound,
): Uint8Array {
  const elements = readElements(tracks).filter(({ id }) => id !== ID.crc);
  const entries = elements.filter(({ id }) => id === TRACK.entry).map(({ content }) => readElements(content));
  const own = entries.find((fields) => uintIn(fields, TRACK.number) === model) ?? [];
  const uids = new Set(entries.map((fields) => uintIn(fields, UID)));
  let uid = number;
  while (uids.has(uid)) uid++;
  const fresh = element(
    TRACK.entry,
    uintElement(TRACK.number, number),
    uintElement(UID, uid),
    textElement(NAME, NEW_TRACK_NAME),
    uintElement(FLAG_DEFAULT, 1),
    ...describedAnew(
      own.filter(({ id }) => !OF_ONE_TRACK.has(id)),
      sound,
    ),
  );
  let isIn = false;
  const written = elements.flatMap(({ id, content, whole }) => {
    if (id !== TRACK.entry) return [whole];
    const fields = readElements(content);
    if (uintIn(fields, TRACK.type) !== SOUND_TRACK) return [whole];
    const kept = fields.filter((field) => field.id !== FLAG_DEFAULT && field.id !== ID.crc);
    const old = element(TRACK.entry, ...kept.map((field) => field.whole), uintElement(FLAG_DEFAULT, 0));
    const before = isIn ? [] : [fresh];
    isIn = true;
    return [...before, old];
  });
  return element(ID.tracks, ...written);
}

function uintIn(fields: Fields, id: number): number {
  return readUint(fields.find((field) => field.id === id)?.content ?? new Uint8Array());
}

/** Adds a sound track to the index of an MP4 or QuickTime file: in front of those that are there, and the one that plays. */

import { type Box, parseBoxes, payload, put, serialize, take } from '../../container/boxes';
import { NEW_TRACK_NAME } from '../encoded-sound';
import { type Movie, readTrack, type Track } from './movie';

const ENABLED = 1;
const FULL_VOLUME = 0x0100;
const MAX_UINT32 = 0xffffffff;

/**
 * Changes the movie in place: players play the first track of a group that is enabled, and offer the others.
 * @param model whose language and format the new one has, until it gets a sound of its own
 */
export function trackBeside(movie: Movie, model: Track): Track {
  const [box] = parseBoxes(serialize([model.box])) as [Box];
  const id = Math.max(...movie.tracks.map((track) => track.id)) + 1;
  const sounds = movie.tracks.filter(({ handler }) => handler === 'soun');
  const groups = sounds.map((track) => headerOf(track.box).group).filter((group) => group > 0);
  const group = groups[0] ?? freeGroup(movie);
  for (const track of sounds) {
    const header = headerOf(track.box);
    header.enable(false);
    if (header.group === 0) header.group = group;
  }
  const header = headerOf(box);
  header.enable(true);
  header.group = group;
  header.identify(id);
  // Tags and names are those of the old sound.
  take(box, 'meta');
  take(box, 'udta');
  put(box, {
    type: 'udta',
    content: [{ type: 'name', content: new TextEncoder().encode(NEW_TRACK_NAME) }],
  });

  const fresh = readTrack(box);
  const first = sounds[0] as Track;
  const boxes = movie.box.content as Box[];
  boxes.splice(boxes.indexOf(first.box), 0, box);
  movie.tracks.splice(movie.tracks.indexOf(first), 0, fresh);
  const movieHeader = payload(movie.box, ['mvhd'], 100);
  const nextId = movieHeader.byteLength - 4;
  if (movieHeader.getUint32(nextId) <= id) movieHeader.setUint32(nextId, Math.min(MAX_UINT32, id + 1));
  return fresh;
}

function freeGroup(movie: Movie): number {
  return Math.max(0, ...movie.tracks.map(({ box }) => headerOf(box).group)) + 1;
}

/** What a track header (14496-12, 8.3.2) says beside the track's length. */
function headerOf(trak: Box) {
  const view = payload(trak, ['tkhd'], 80);
  const isWide = view.getUint8(0) === 1;
  const groupAt = isWide ? 46 : 34;
  return {
    get group() {
      return view.getInt16(groupAt);
    },
    set group(group: number) {
      view.setInt16(groupAt, group);
    },
    enable(isEnabled: boolean) {
      const flags = view.getUint8(3);
      view.setUint8(3, isEnabled ? flags | ENABLED : flags & ~ENABLED);
    },
    identify(id: number) {
      view.setUint32(isWide ? 20 : 12, id);
      view.setUint16(groupAt + 2, FULL_VOLUME);
    },
  };
}

/** Which groups of pictures of a film a stretch touches, where all others can be copied beside new ones. */
import { type EncodedPacket, EncodedPacketSink, Input, type InputVideoTrack, MP4, QTFF } from 'mediabunny';
import {
  beginsGroup,
  hasOtherSets,
  type ParameterSets,
  parameterSets,
  sequenceSets,
} from '../../core/container/avc';
import { isProgressive } from '../../core/container/avc-sequence';
import type { Part } from '../../core/dub/part';
import { sourceOf } from '../lib/blob-source';
import { watchEdits } from '../lib/decode/edit-lists';
import { originOf } from '../lib/decode/reader';

export interface GroupsAround {
  /** To be disposed of. */
  input: Input;
  track: InputVideoTrack;
  /** Of all the film. */
  sets: ParameterSets;
  /** Key picture of the first group that is touched. */
  first: EncodedPacket;
  /** That of the first group behind the stretch; null: the stretch reaches into the last one. */
  next: EncodedPacket | null;
}

interface Size {
  width: number;
  height: number;
}

/** @returns null where all of the film has to be encoded: another container or codec, turned pictures, open groups, ... */
export async function groupsAround(film: Blob, part: Part, size: Size): Promise<GroupsAround | null> {
  const input = new Input({ source: sourceOf(film), formats: [MP4, QTFF] });
  const edits = watchEdits();
  let found: GroupsAround | null = null;
  try {
    const track = await input.getPrimaryVideoTrack();
    const sets = track && (await plainSets(track, size));
    if (sets && (await countsFromStart(input, track)) && !edits.ignored)
      found = await groupsOf(input, track, sets, part);
  } catch {
    // Whatever it is, reading all of the film will tell.
  } finally {
    edits.stop();
  }
  if (found === null) input.dispose();
  return found;
}

/** Times are those of the pictures as they are decoded, and none lies before the start, where nobody sees it. */
async function countsFromStart(input: Input, track: InputVideoTrack): Promise<boolean> {
  const firstS = await input.getFirstTimestamp([track, ...(await input.getAudioTracks())]);
  return originOf(firstS, true) === 0 && (await track.getFirstTimestamp()) >= 0;
}

/** Parameter sets of a film of whole frames that all are alike, and are shown as they are stored. */
async function plainSets(track: InputVideoTrack, size: Size): Promise<ParameterSets | null> {
  if ((await track.getCodec()) !== 'avc' || (await track.getRotation()) !== 0) return null;
  const sets = parameterSets((await track.getDecoderConfig())?.description);
  const [sequence, ...others] = sets ? sequenceSets(sets) : [];
  if (!sets || !sequence || others.length > 0 || !isProgressive(sequence)) return null;
  const widths = [await track.getCodedWidth(), await track.getDisplayWidth()];
  const heights = [await track.getCodedHeight(), await track.getDisplayHeight()];
  const isSize =
    widths.every((width) => width === size.width) && heights.every((height) => height === size.height);
  return isSize ? sets : null;
}

async function groupsOf(
  input: Input,
  track: InputVideoTrack,
  sets: ParameterSets,
  part: Part,
): Promise<GroupsAround | null> {
  const sink = new EncodedPacketSink(track);
  const begin = await sink.getFirstPacket();
  let first = await sink.getKeyPacket(Math.max(part.startS, await track.getFirstTimestamp()));
  while (first && !beginsGroup(first.data)) first = await sink.getKeyPacket(first.timestamp - 1e-3);
  if (!begin || !first) return null;
  let next = await sink.getNextKeyPacket(first);
  while (next && (next.timestamp < part.endS || !beginsGroup(next.data)))
    next = await sink.getNextKeyPacket(next);
  const isAll = first.timestamp === begin.timestamp && next === null;
  // Sets that come along with a packet hold for those behind it, which would get others.
  const hasOwn = [begin, first, ...(next ? [next] : [])].some(({ data }) => hasOtherSets(data, sets));
  return isAll || hasOwn ? null : { input, track, sets, first, next };
}

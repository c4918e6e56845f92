/** What was seen in a time range as one run of bytes, so that it can be put away outside of memory. */
import {
  type FaceChunk,
  type FaceTrack,
  LIP_AND_CHIN_COUNT,
  type ShotEdges,
  type ShotPicture,
} from './types';

/** What a packed chunk's bytes do not say. */
export interface PackedHead extends Pick<FaceChunk, 'startS' | 'endS' | 'motion'> {
  edges?: ShotEdges;
  frames: number;
  cuts: number;
  tracks: { id: number; rows: number; thumbnail: { width: number; height: number } | null }[];
}

export interface PackedChunk {
  head: PackedHead;
  /** The chunk's own arrays, in the order that `unpackChunk` reads them. Outlines and lower faces are left out. */
  parts: ArrayBufferView<ArrayBuffer>[];
}

/** Numbers per row of a track, in the order of their arrays. */
const COLUMNS = { boxes: 4, lips: LIP_AND_CHIN_COUNT * 2, opening: 1, quality: 1, pose: 3 } as const;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];

export function packChunk(chunk: FaceChunk): PackedChunk {
  const { startS, endS, motion, edges, frameTimesS, cutsS, tracks } = chunk;
  const heads = tracks.map(({ id, timesS, thumbnail }) => ({
    id,
    rows: timesS.length,
    thumbnail: thumbnail && { width: thumbnail.width, height: thumbnail.height },
  }));
  const parts = tracks.flatMap((track) => [
    track.timesS,
    ...NAMES.map((name) => track[name]),
    ...(track.thumbnail ? [track.thumbnail.rgba] : []),
  ]);
  return {
    head: {
      startS,
      endS,
      motion,
      frames: frameTimesS.length,
      cuts: cutsS.length,
      tracks: heads,
      ...(edges && { edges }),
    },
    parts: [frameTimesS, cutsS, ...parts] as ArrayBufferView<ArrayBuffer>[],
  };
}

/**
 * @param bytes the parts, one behind the other
 * @param laterS added to all times
 * @throws RangeError when there are fewer bytes than the head says
 */
export function unpackChunk(head: PackedHead, bytes: ArrayBuffer, laterS = 0): FaceChunk {
  let at = 0;
  const take = (length: number): ArrayBuffer => {
    if (at + length > bytes.byteLength) throw new RangeError('Bytes are missing.');
    at += length;
    return bytes.slice(at - length, at);
  };
  const times = (count: number) => new Float64Array(take(8 * count)).map((timeS) => timeS + laterS);
  const frameTimesS = times(head.frames);
  const cutsS = times(head.cuts);
  const tracks = head.tracks.map(({ id, rows, thumbnail }): FaceTrack => {
    const timesS = times(rows);
    const column = (name: Column) => new Float32Array(take(4 * rows * COLUMNS[name]));
    const [boxes, lips, opening, quality, pose] = NAMES.map(column) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const rgba = thumbnail && new Uint8ClampedArray(take(4 * thumbnail.width * thumbnail.height));
    return {
      id,
      timesS,
      boxes,
      lips,
      opening,
      quality,
      pose,
      thumbnail: thumbnail && rgba && { ...thumbnail, rgba },
    };
  });
  return {
    startS: head.startS + laterS,
    endS: head.endS + laterS,
    motion: head.motion,
    ...(head.edges && { edges: moved(head.edges, laterS) }),
    frameTimesS,
    cutsS,
    tracks,
  };
}

function moved({ first, last }: ShotEdges, laterS: number): ShotEdges {
  const later = (picture: ShotPicture) => ({ ...picture, timeS: picture.timeS + laterS });
  return { first: later(first), last: later(last) };
}

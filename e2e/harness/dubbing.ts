/** Drives a dubbing in the worker test page as the product's page does: streams routed, what comes out collected. */
import * as Comlink from 'comlink';
import type {
  BlendOptions,
  DubOptions,
  DubPicture,
  DubPlan,
  DubTrack,
  DubWorkerApi,
  HeardSpeech,
  Mouths,
  VoicePlace,
} from '../../workers/dub/contract';
import type { FacesWorkerApi } from '../../workers/faces/contract';
import type { MediaWorkerApi } from '../../workers/media/contract';

type DubWorker = Comlink.Remote<
  Pick<DubWorkerApi, 'hear' | 'plan' | 'beginRender' | 'render' | 'finishRender' | 'stop'>
>;

export interface Dubbed {
  heard: HeardSpeech;
  plan: DubPlan;
  picture: DubPicture;
  /** Uint8Array [made, speeches, 96, 96, 3] */
  mouths: Uint8Array;
  /** Pictures before which a piece of mouths began, in order. */
  firsts: number[];
  format: { mimeType: string; width: number; height: number } | null;
  /** Pieces of the preview in order. */
  pieces: ArrayBuffer[];
  progress: { done: number; msPerPicture: number }[];
  made: number;
}

export const OPTIONS: DubOptions = {
  engine: 'wav2lip',
  pads: { top: 0, bottom: 10, left: 0, right: 0 },
  smoothBoxes: true,
  extension: 'loop',
  shutInSilence: false,
};
export const BLEND: BlendOptions = { feather: 0.1, strength: 1, mouthOnly: true, detail: false };

/** Outlines that are the boxes themselves. @param boxes Float32Array [T, 4] @returns Float32Array [T, 43, 2] */
export function boxOutlines(boxes: Float32Array): Float32Array {
  return Float32Array.from({ length: (boxes.length / 4) * 86 }, (_, i) => {
    const box = 4 * Math.floor(i / 86);
    const corner = Math.floor(i / 2) % 4;
    const side = i % 2;
    const far = side === 0 ? corner === 1 || corner === 2 : corner >= 2;
    return boxes[box + side]! + (far ? boxes[box + 2 + side]! : 0);
  });
}

/** The first pictures of a file as a source of its own, and the face in them. */
export async function source(
  media: Comlink.Remote<MediaWorkerApi>,
  faces: Comlink.Remote<FacesWorkerApi>,
  file: File,
  seconds: number,
): Promise<{ picture: DubPicture; tracks: DubTrack[] }> {
  const { video } = await media.openPicture(file);
  const { harness } = window;
  const range = { startS: 0, endS: seconds };
  const frames = await harness.frames(media, { ...range, maxFps: 1000 });
  const timesS = Float64Array.from(frames, (frame) => frame.ptsS);
  await faces.load();
  const chunk = await harness.faceChunk(media, faces, { ...range, outlines: true });
  const { width, height, fps, variableFrameRate: variable } = video;
  const tracks = chunk.tracks.map(({ id, timesS, boxes, outlines, lowerFaces, lips, quality }) => {
    return { id, timesS, boxes, outlines: outlines!, lowerFaces: lowerFaces!, lips, quality };
  });
  return { picture: { timesS, endS: seconds, fps, variable, width, height }, tracks };
}

/** Pulls the speech into the worker. @param place of one of several */
export async function hear(dub: DubWorker, speech: File, place?: VoicePlace): Promise<HeardSpeech> {
  const { harness } = window;
  const media = harness.media();
  await media.openSound(speech);
  const { port1, port2 } = new MessageChannel();
  const sent = media.streamSound(0, Comlink.transfer(port1, [port1]));
  const heard = await dub.hear(Comlink.transfer(port2, [port2]), undefined, place);
  await sent;
  return heard;
}

/** The speech alone, as the page has it by default. */
const heardOf = (file: File) => ({ file, track: 0, startS: 0 });

/** @param given `stopAfter`: pictures after which `stop` is called, 0 before the first run, 'begin' while it begins */
export async function render(
  dub: DubWorker,
  media: Comlink.Remote<MediaWorkerApi>,
  given: {
    speech: File;
    picture: DubPicture;
    tracks: DubTrack[];
    options?: Partial<DubOptions>;
    blend?: Partial<BlendOptions>;
    stopAfter?: number | 'begin';
    /** Mouths of an earlier render. */
    made?: Mouths[];
    /** Further speeches, all of them from the start on. */
    further?: { speeches: File[]; untilS: number };
  },
): Promise<Dubbed> {
  const placeOf = (voice: number) => given.further && { voice, startS: 0, untilS: given.further.untilS };
  const heard = await hear(dub, given.speech, placeOf(0));
  for (const [n, speech] of (given.further?.speeches ?? []).entries())
    await hear(dub, speech, placeOf(n + 1));
  const { picture } = given;
  const plan = await dub.plan(picture, given.tracks, { ...OPTIONS, ...given.options });
  const out: Omit<Dubbed, 'made' | 'mouths'> = {
    heard,
    plan,
    picture,
    firsts: [],
    format: null,
    pieces: [],
    progress: [],
  };
  const mouths: Blob[] = [];
  for (const [index, range] of plan.insides.entries()) {
    const { port1, port2 } = new MessageChannel();
    const sent = media.streamFrames({ ...range, maxFps: 1000 }, Comlink.transfer(port1, [port1]));
    // Of the real worker alone: Wav2Lip has none.
    await (dub as Comlink.Remote<DubWorkerApi>).insides(index, Comlink.transfer(port2, [port2]));
    await sent;
  }
  let hasBegun = false;
  const begun = dub
    .beginRender(given.made ?? [], { ...BLEND, ...given.blend }, heardOf(given.speech))
    .then(() => {
      hasBegun = true;
    });
  if (given.stopAfter === 'begin') {
    await dub.stop();
    if (hasBegun) throw new Error('It had begun before it was stopped.');
  }
  await begun;
  if (given.stopAfter === 0) await dub.stop();
  const events = {
    onPreviewStart: (format: NonNullable<Dubbed['format']>) => {
      out.format = format;
    },
    onPreviewPiece: (piece: ArrayBuffer) => {
      out.pieces.push(piece);
    },
    onMouths: ({ first, pixels }: { first: number; pixels: Blob }) => {
      out.firsts.push(first);
      mouths.push(pixels);
    },
    onProgress: (done: number, msPerPicture: number) => {
      out.progress.push({ done, msPerPicture });
      if (done === given.stopAfter) void dub.stop();
    },
  };
  for (const [index, { startS, endS }] of plan.runs.entries()) {
    const { port1, port2 } = new MessageChannel();
    // After a stop it never ends: the page closes the file then.
    const sent = media.streamFrames({ startS, endS, maxFps: 1000 }, Comlink.transfer(port1, [port1]));
    await dub.render(index, Comlink.transfer(port2, [port2]), Comlink.proxy(events));
    if (given.stopAfter !== undefined) break;
    await sent;
  }
  const made = await dub.finishRender();
  return { ...out, made, mouths: new Uint8Array(await new Blob(mouths).arrayBuffer()) };
}

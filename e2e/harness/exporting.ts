/** Exports a dubbing in the worker test page, with mouths that a test paints itself: no generator is needed. */
import * as Comlink from 'comlink';
import type {
  DubOptions,
  DubPicture,
  DubPlan,
  DubWorkerApi,
  ExportedVideo,
  ExportOptions,
  Mouths,
} from '../../workers/dub/contract';
import { BLEND, boxOutlines, hear, OPTIONS } from './dubbing';

const FACE = 96;

export interface Wish extends Partial<Pick<ExportOptions, 'container' | 'badge' | 'blend'>> {
  /** Places among the chosen files. */
  face: number;
  speech: number;
  /** Among the sound tracks of `speech`; the first when not given. */
  soundTrack?: number;
  extension?: DubOptions['extension'];
  /** Seconds of the result to be written; all when not given. */
  seconds?: number;
  /** The face is seen only before this time of the source. */
  seenUntilS?: number;
  /** The pictures end with an error, as of a damaged file. */
  breaks?: boolean;
  /** Face box relative to the picture. */
  box?: [x: number, y: number, width: number, height: number];
  /** 43 points relative to the picture; the box when not given. */
  outline?: number[];
}

export interface Exported {
  info: Omit<ExportedVideo, 'file'>;
  file: File;
  plan: DubPlan;
  picture: DubPicture;
  progress: number[];
}

/** All mouths are pure green. @param beforeEnd what happens when all pictures are written, and the file is not ended yet */
export async function exportDub(wish: Wish, beforeEnd = async () => {}): Promise<Exported> {
  const { harness } = window;
  const media = harness.media();
  const face = harness.file(wish.face);
  const speech = harness.file(wish.speech);
  const { video, durationS, still } = await media.openPicture(face);
  const all = { startS: 0, endS: Number.POSITIVE_INFINITY, maxFps: 1000 };
  const timesS = Float64Array.from(await harness.frames(media, all), ({ ptsS }) => ptsS);
  const picture: DubPicture = {
    timesS,
    endS: still ? 0.04 : durationS,
    fps: video.fps,
    variable: video.variableFrameRate,
    width: video.width,
    height: video.height,
  };
  const seen = timesS.filter((t) => t < (wish.seenUntilS ?? Number.POSITIVE_INFINITY));
  const box = wish.box ?? [0.3, 0.15, 0.4, 0.5];
  const boxes = Float32Array.from({ length: 4 * seen.length }, (_, i) => box[i % 4]!);
  const outlines = wish.outline
    ? Float32Array.from({ length: 86 * seen.length }, (_, i) => wish.outline![i % 86]!)
    : boxOutlines(boxes);
  const dub = harness.dub() as Comlink.Remote<DubWorkerApi>;
  await hear(dub, speech);
  const options = { ...OPTIONS, extension: wish.extension ?? 'loop' };
  const plan = await dub.plan(picture, [{ id: 1, timesS: seen, boxes, outlines }], options);
  const rate = plan.pictures / plan.durationS;
  const pictures = wish.seconds === undefined ? plan.pictures : Math.round(wish.seconds * rate);
  await dub.beginExport(greenMouths(plan.pictures), pictures, {
    container: wish.container ?? 'mp4',
    blend: wish.blend ?? { ...BLEND, feather: 0 },
    badge: wish.badge ?? false,
    sound: speech,
    soundTrack: wish.soundTrack ?? 0,
    software: 'Lipslate 9.8.7',
  });
  const progress: number[] = [];
  for (const [index, { startS, endS }] of plan.runs.entries()) {
    const { port1, port2 } = new MessageChannel();
    const range = { startS, endS, maxFps: 1000, fullSize: true };
    if (wish.breaks) {
      port1.postMessage({ type: 'error', error: { code: 'decode-failed', message: '', hint: '' } });
      await dub.compose(
        index,
        Comlink.transfer(port2, [port2]),
        Comlink.proxy(() => {}),
      );
    }
    // Ends with an error when the export wants no more of it.
    const sent = media.streamFrames(range, Comlink.transfer(port1, [port1])).catch(() => {});
    await dub.compose(
      index,
      Comlink.transfer(port2, [port2]),
      Comlink.proxy((done) => progress.push(done)),
    );
    if (pictures === plan.pictures) await sent;
  }
  await beforeEnd();
  const { file, ...info } = await dub.finishExport();
  return { info, file: new File([file], 'dubbed', { type: file.type }), plan, picture, progress };
}

/** In pieces of 25, as the worker renders them. */
function greenMouths(pictures: number): Mouths[] {
  const green = new Uint8Array(3 * FACE * FACE).map((_, i) => (i % 3 === 1 ? 255 : 0));
  return Array.from({ length: Math.ceil(pictures / 25) }, (_, i) => {
    const count = Math.min(25, pictures - 25 * i);
    return { first: 25 * i, count, pixels: new Blob(Array.from({ length: count }, () => green)) };
  });
}

/** A picture as the browser shows it, upright. */
export interface Seen {
  ptsS: number;
  width: number;
  height: number;
  /** RGBA */
  data: Uint8ClampedArray;
}

/** Every picture of a file, or those of the given numbers. */
export async function picturesOf(file: File, wanted?: number[]): Promise<Seen[]> {
  const { harness } = window;
  const media = harness.media();
  await media.openPicture(file);
  const seen: Seen[] = [];
  let number = 0;
  const range = {
    startS: Number.NEGATIVE_INFINITY,
    endS: Number.POSITIVE_INFINITY,
    maxFps: 1000,
    fullSize: true,
  };
  await harness.eachFrame(media, range, ({ ptsS, frame, rotation }) => {
    if (wanted && !wanted.includes(number++)) return;
    const turned = rotation % 180 !== 0;
    const [w, h] = [frame.displayWidth, frame.displayHeight];
    const [width, height] = turned ? [h, w] : [w, h];
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    context.translate(width / 2, height / 2);
    context.rotate((rotation * Math.PI) / 180);
    context.drawImage(frame, -w / 2, -h / 2);
    seen.push({ ptsS, width, height, data: context.getImageData(0, 0, width, height).data });
  });
  return seen;
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Mean difference of red, green and blue, 0..255. @param within pixels; all when not given */
export function difference(a: Seen, b: Seen, within?: Area, except?: Area): number {
  const width = Math.min(a.width, b.width);
  const area = within ?? { x: 0, y: 0, width, height: Math.min(a.height, b.height) };
  let sum = 0;
  let count = 0;
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      if (except && inside(except, x, y)) continue;
      for (let c = 0; c < 3; c++)
        sum += Math.abs(a.data[4 * (y * a.width + x) + c]! - b.data[4 * (y * b.width + x) + c]!);
      count += 3;
    }
  }
  return sum / count;
}

/** By how much red, green and blue of the second are higher on average. */
export function tint(a: Seen, b: Seen): number[] {
  return [0, 1, 2].map((c) => {
    let sum = 0;
    for (let y = 0; y < b.height; y++)
      for (let x = 0; x < b.width; x++)
        sum += b.data[4 * (y * b.width + x) + c]! - a.data[4 * (y * a.width + x) + c]!;
    return Math.round((100 * sum) / (b.width * b.height)) / 100;
  });
}

function inside(area: Area, x: number, y: number): boolean {
  return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
}

/** Lag of a file's sound behind that of another, ms, and how alike they are, 0..1. */
export async function soundLag(
  reference: File,
  file: File,
): Promise<{ lagMs: number; likeness: number; lengthS: number }> {
  const { harness } = window;
  const [a, b] = [await soundOf(reference), await soundOf(file)];
  let best = { lag: 0, likeness: -1 };
  for (let lag = -1600; lag <= 1600; lag++) {
    let xy = 0;
    let xx = 0;
    let yy = 0;
    for (let i = 4000; i < Math.min(40_000, a.length, b.length - lag); i++) {
      const x = a[i]!;
      const y = b[i + lag]!;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    const likeness = xy / Math.sqrt(xx * yy);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  return { lagMs: best.lag / 16, likeness: best.likeness, lengthS: b.length / 16_000 };

  async function soundOf(each: File): Promise<Float32Array> {
    const media = harness.media();
    await media.openSound(each);
    return (await harness.sound(media)).samples;
  }
}

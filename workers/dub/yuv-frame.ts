/** Decoded frames as planes of brightness and colour, upright and at the result's size, and back to frames. */
import { type LumaShares, type YuvImage, yuvImage } from '../../core/dub/yuv';
import { guessedMatrix, lumaShares } from '../lib/colour';
import { type FramePixels, PixelReader } from '../lib/frame-pixels';
import type { Rotation } from '../media/contract';

/** What the values mean, for the frame that goes to the encoder. */
export interface Colours {
  shares: LumaShares;
  space: VideoColorSpaceInit;
}

/** One source plane, or one channel of one. */
interface Samples {
  data: Uint8Array;
  offset: number;
  /** Bytes to the next sample to the right and to the next row. */
  step: number;
  stride: number;
  width: number;
  height: number;
}

/** Reads frames into one image that is used again; a frame that was read last costs nothing. */
export class FramePlanes {
  /** As the source has it: valid until the next `read`. */
  readonly image: YuvImage;
  colours: Colours = coloursOf({ matrix: null, primaries: null, transfer: null, fullRange: false }, 0);
  readonly #reader = new PixelReader();
  #last = '';

  /** @param width of the result, even */
  constructor(width: number, height: number) {
    this.image = yuvImage(width, height);
  }

  /** @param rotation clockwise degrees that display applies @throws LipslateError decode-failed */
  async read(frame: VideoFrame, rotation: Rotation): Promise<void> {
    const key = `${frame.timestamp} ${rotation} ${frame.displayWidth} ${frame.displayHeight}`;
    if (key === this.#last) return;
    const picture = await this.#reader.read(frame, rotation);
    const height = frame.visibleRect?.height ?? picture.height;
    this.colours = coloursOf(frame.colorSpace, height);
    const full = frame.colorSpace.fullRange === true;
    const [y, u, v] = picture.kind === 'yuv' ? planesOf(picture) : planesOfRgb(picture, this.colours.shares);
    const ranged = picture.kind === 'yuv' && full;
    const { image } = this;
    fill(image.y, image.width, image.height, y, picture, ranged ? LUMA_TO_LIMITED : null);
    for (const [plane, samples] of [
      [image.u, u],
      [image.v, v],
    ] as const)
      fill(plane, image.width / 2, image.height / 2, samples, picture, ranged ? CHROMA_TO_LIMITED : null);
    this.#last = key;
  }
}

/** @param timeS presentation time; the caller closes the frame */
export function frameOf(image: YuvImage, { space }: Colours, timeS: number, durationS: number): VideoFrame {
  const { width, height } = image;
  // The three planes of yuvImage lie one behind the other.
  const all = new Uint8Array(image.y.buffer, image.y.byteOffset, (width * height * 3) / 2);
  return new VideoFrame(all, {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: Math.round(timeS * 1e6),
    duration: Math.round(durationS * 1e6),
    colorSpace: space,
  });
}

/** What is not said is guessed from the height, as players do. RGB becomes what players expect of such a height. */
function coloursOf(said: VideoColorSpaceInit, height: number): Colours {
  const guess = guessedMatrix(height);
  const matrix = said.matrix && said.matrix !== 'rgb' ? said.matrix : guess;
  const rgb = said.matrix === 'rgb';
  return {
    shares: lumaShares(matrix),
    space: {
      matrix,
      primaries: (!rgb && said.primaries) || guess,
      transfer: (!rgb && said.transfer) || guess,
      fullRange: false,
    },
  };
}

function planesOf(picture: FramePixels & { kind: 'yuv' }): [Samples, Samples, Samples] {
  const { data, width, height, y, u, v, chromaStep: step, shiftX, shiftY } = picture;
  const chroma = { data, step, width: -(-width >> shiftX), height: -(-height >> shiftY) };
  return [
    { data, ...y, step: 1, width, height },
    { ...chroma, ...u },
    { ...chroma, ...v },
  ];
}

/** Photos, and frames of which the browser gives nothing but RGB. */
function planesOfRgb(
  { data, plane, red, blue, width, height }: FramePixels & { kind: 'rgb' },
  shares: LumaShares,
): [Samples, Samples, Samples] {
  const [halfWidth, halfHeight] = [(width + 1) >> 1, (height + 1) >> 1];
  const y = new Uint8Array(width * height);
  const u = new Uint8Array(halfWidth * halfHeight);
  const v = new Uint8Array(halfWidth * halfHeight);
  const green = 1 - shares.red - shares.blue;
  const scaleU = 224 / 255 / (2 * (1 - shares.blue));
  const scaleV = 224 / 255 / (2 * (1 - shares.red));
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let sumU = 0;
      let sumV = 0;
      let count = 0;
      for (let dy = 0; dy < 2 && row + dy < height; dy++) {
        for (let dx = 0; dx < 2 && column + dx < width; dx++) {
          const at = plane.offset + (row + dy) * plane.stride + 4 * (column + dx);
          const r = data[at + red]!;
          const b = data[at + blue]!;
          const luma = shares.red * r + green * data[at + 1]! + shares.blue * b;
          y[(row + dy) * width + column + dx] = Math.round(16 + (luma * 219) / 255);
          sumU += b - luma;
          sumV += r - luma;
          count += 1;
        }
      }
      const quarter = (row >> 1) * halfWidth + (column >> 1);
      u[quarter] = Math.round(128 + (sumU / count) * scaleU);
      v[quarter] = Math.round(128 + (sumV / count) * scaleV);
    }
  }
  const half = { offset: 0, step: 1, stride: halfWidth, width: halfWidth, height: halfHeight };
  return [
    { data: y, offset: 0, step: 1, stride: width, width, height },
    { data: u, ...half },
    { data: v, ...half },
  ];
}

const LUMA_TO_LIMITED = Uint8Array.from({ length: 256 }, (_, value) => Math.round(16 + (value * 219) / 255));
const CHROMA_TO_LIMITED = Uint8Array.from({ length: 256 }, (_, value) =>
  Math.round(128 + ((value - 128) * 224) / 255),
);

/** Fills a plane of the upright picture: sample by sample where sizes agree, else by bilinear interpolation. */
function fill(
  out: Uint8Array,
  width: number,
  height: number,
  from: Samples,
  { toSource, width: storedWidth, height: storedHeight, displayWidth, displayHeight }: FramePixels,
  table: Uint8Array | null,
): void {
  // The source's rows and columns as they are shown.
  const lies = toSource.a === 0;
  const [across, down] = lies ? [from.stride, from.step] : [from.step, from.stride];
  const [columns, rows] = lies ? [from.height, from.width] : [from.width, from.height];
  const flipX = (lies ? toSource.c : toSource.a) < 0;
  const flipY = (lies ? toSource.b : toSource.d) < 0;
  const start = from.offset + (flipX ? (columns - 1) * across : 0) + (flipY ? (rows - 1) * down : 0);
  const right = flipX ? -across : across;
  const below = flipY ? -down : down;
  const square = lies
    ? displayWidth === storedHeight && displayHeight === storedWidth
    : displayWidth === storedWidth && displayHeight === storedHeight;
  // An odd last row or column is left out, so that nothing is shifted.
  if (square && columns - width < 2 && rows - height < 2 && columns >= width && rows >= height) {
    copy(out, width, height, from.data, start, right, below);
  } else resize(out, width, height, from.data, start, right, below, columns, rows);
  if (table !== null) for (let i = 0; i < out.length; i++) out[i] = table[out[i]!]!;
}

function copy(
  out: Uint8Array,
  width: number,
  height: number,
  data: Uint8Array,
  start: number,
  right: number,
  below: number,
): void {
  for (let row = 0; row < height; row++) {
    let at = start + row * below;
    if (right === 1) {
      out.set(data.subarray(at, at + width), row * width);
      continue;
    }
    for (let i = row * width; i < (row + 1) * width; i++) {
      out[i] = data[at]!;
      at += right;
    }
  }
}

function resize(
  out: Uint8Array,
  width: number,
  height: number,
  data: Uint8Array,
  start: number,
  right: number,
  below: number,
  columns: number,
  rows: number,
): void {
  const place = (i: number, size: number, count: number) => {
    const at = Math.max(0, Math.min(count - 1, ((i + 0.5) * count) / size - 0.5));
    const low = Math.floor(at);
    return { low, high: Math.min(count - 1, low + 1), share: at - low };
  };
  const across = Array.from({ length: width }, (_, column) => place(column, width, columns));
  for (let row = 0; row < height; row++) {
    const { low, high, share } = place(row, height, rows);
    const [upper, lower] = [start + low * below, start + high * below];
    for (let column = 0; column < width; column++) {
      const x = across[column]!;
      const mix = (line: number) =>
        data[line + x.low * right]! * (1 - x.share) + data[line + x.high * right]! * x.share;
      out[row * width + column] = Math.round(mix(upper) * (1 - share) + mix(lower) * share);
    }
  }
}

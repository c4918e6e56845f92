/** Wav2Lip's mouths: 96 x 96 pixels that were drawn before are laid over the picture. */
import { detailed, hasDetail } from '../../core/dub/detail';
import type { PictureFace } from '../../core/dub/faces';
import { mouthMask } from '../../core/dub/mask';
import { planeOf, resampled } from '../../core/dub/plane';
import type { Box } from '../../core/lips/geometry';
import { FACE_SIZE } from '../../core/lips/wav2lip';
import { type BlendOptions, MOUTH_BYTES, type Mouths } from './contract';
import { MouthCache } from './mouth-cache';
import type { Mouth, MouthPainter, Sheet } from './mouth-painter';
import type { OutputFrame } from './plan';

/** Mouths of a render that is done, or as far as it went. */
export class PastedMouths implements MouthPainter {
  readonly #cache: MouthCache;
  readonly #compositor: MouthCompositor;

  /** @param voices how many speeches there are */
  constructor(mouths: readonly Mouths[], voices: number, blend: BlendOptions) {
    this.#cache = new MouthCache(mouths, voices);
    this.#compositor = new MouthCompositor(blend);
  }

  async mouthsAt(place: OutputFrame): Promise<Mouth[]> {
    const rgb = place.faces.every((face) => face === null) ? null : await this.#cache.at(place.index);
    return rgb === null ? [] : this.#compositor.mouths(place, rgb);
  }
}

export class MouthCompositor {
  readonly #blend: BlendOptions;
  readonly #small = new OffscreenCanvas(FACE_SIZE, FACE_SIZE);
  readonly #context = this.#small.getContext('2d')!;
  readonly #pixels = this.#context.createImageData(FACE_SIZE, FACE_SIZE);
  readonly #large = new OffscreenCanvas(FACE_SIZE, FACE_SIZE);

  constructor(blend: BlendOptions) {
    this.#blend = blend;
  }

  /** @param rgb Uint8Array [speeches, 96, 96, 3], to stay as it is until the mouths are painted */
  mouths({ faces, share }: OutputFrame, rgb: Uint8Array): Mouth[] {
    return faces.flatMap((face, voice) => {
      if (face === null) return [];
      const own = rgb.subarray(voice * MOUTH_BYTES, (voice + 1) * MOUTH_BYTES);
      return [{ area: face.box, paint: (sheet: Sheet) => this.#draw(sheet, face, share, own) }];
    });
  }

  #draw(sheet: Sheet, { box, outline }: PictureFace, share: number, rgb: Uint8Array): void {
    const { context, place } = sheet;
    const { strength } = this.#blend;
    const mask = mouthMask({ ...this.#blend, strength: strength * share }, box, outline);
    const image = this.#withDetail(sheet, box, rgb, mask) ?? this.#asDrawn(box, rgb, mask);
    context.save();
    context.beginPath();
    context.rect(place.x, place.y, place.width, place.height);
    context.clip();
    context.setTransform(sheet.scaleX, 0, 0, sheet.scaleY, place.x, place.y);
    // Enlarging spreads each of the 96 x 96 pixels over its neighbours: the outline is kept by more than the mask.
    if (this.#blend.mouthOnly) clipTo(context, outline);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    const { canvas, area, x, y, width, height } = image;
    context.drawImage(canvas, 0, 0, area.width, area.height, x, y, width, height);
    context.restore();
  }

  #asDrawn(box: Box, rgb: Uint8Array, mask: Uint8ClampedArray): Image {
    const { data } = this.#pixels;
    for (let i = 0; i < FACE_SIZE * FACE_SIZE; i++) {
      data[4 * i] = rgb[3 * i]!;
      data[4 * i + 1] = rgb[3 * i + 1]!;
      data[4 * i + 2] = rgb[3 * i + 2]!;
      data[4 * i + 3] = mask[i]!;
    }
    this.#context.putImageData(this.#pixels, 0, 0);
    return { ...box, canvas: this.#small, area: { width: FACE_SIZE, height: FACE_SIZE } };
  }

  /** As large as it is shown, with what the sheet's own picture has there; null where that is no more than was drawn. */
  #withDetail(sheet: Sheet, box: Box, rgb: Uint8Array, mask: Uint8ClampedArray): Image | null {
    const { scaleX, scaleY, place, context } = sheet;
    const left = Math.round(place.x + scaleX * box.x);
    const top = Math.round(place.y + scaleY * box.y);
    const area = { width: Math.round(scaleX * box.width), height: Math.round(scaleY * box.height) };
    const { width, height } = area;
    if (!this.#blend.detail || !hasDetail(width, height)) return null;
    const pixels = detailed(rgb, context.getImageData(left, top, width, height).data, width, height);
    const small = planeOf(FACE_SIZE, FACE_SIZE, (i) => mask[i]!);
    resampled(small, width, height).data.forEach((value, i) => {
      pixels[4 * i + 3] = value;
    });
    if (this.#large.width < width) this.#large.width = width;
    if (this.#large.height < height) this.#large.height = height;
    this.#large
      .getContext('2d', { willReadFrequently: true })!
      .putImageData(new ImageData(pixels, width, height), 0, 0);
    const inPicture = { x: (left - place.x) / scaleX, y: (top - place.y) / scaleY };
    return { ...inPicture, width: width / scaleX, height: height / scaleY, canvas: this.#large, area };
  }
}

/** What is laid over the picture: its place there, and the corner of a canvas that it is in. */
interface Image extends Box {
  canvas: OffscreenCanvas;
  area: { width: number; height: number };
}

function clipTo(context: OffscreenCanvasRenderingContext2D, outline: Float32Array): void {
  context.beginPath();
  for (let i = 0; i < outline.length; i += 2) context.lineTo(outline[i]!, outline[i + 1]!);
  context.closePath();
  context.clip();
}

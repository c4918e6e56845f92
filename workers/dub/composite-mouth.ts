/** Wav2Lip's mouths: 96 x 96 pixels that were drawn before are laid over the picture. */
import { mouthMask } from '../../core/dub/mask';
import { FACE_SIZE } from '../../core/lips/wav2lip';
import type { BlendOptions, Mouths } from './contract';
import { MouthCache } from './mouth-cache';
import type { Mouth, MouthPainter, Sheet } from './mouth-painter';
import type { OutputFrame } from './plan';

/** Mouths of a render that is done, or as far as it went. */
export class PastedMouths implements MouthPainter {
  readonly #cache: MouthCache;
  readonly #compositor: MouthCompositor;

  constructor(mouths: readonly Mouths[], blend: BlendOptions) {
    this.#cache = new MouthCache(mouths);
    this.#compositor = new MouthCompositor(blend);
  }

  async mouthsAt(place: OutputFrame): Promise<Mouth[]> {
    const rgb = place.box === null ? null : await this.#cache.at(place.index);
    return rgb === null ? [] : this.#compositor.mouths(place, rgb);
  }
}

export class MouthCompositor {
  readonly #blend: BlendOptions;
  readonly #small = new OffscreenCanvas(FACE_SIZE, FACE_SIZE);
  readonly #context = this.#small.getContext('2d')!;
  readonly #pixels = this.#context.createImageData(FACE_SIZE, FACE_SIZE);

  constructor(blend: BlendOptions) {
    this.#blend = blend;
  }

  /** @param rgb Uint8Array [96, 96, 3], to stay as it is until the mouth is painted */
  mouths(place: OutputFrame, rgb: Uint8Array): Mouth[] {
    const { box } = place;
    if (box === null) return [];
    return [{ area: box, paint: (sheet) => this.#draw(sheet, { ...place, box }, rgb) }];
  }

  #draw(sheet: Sheet, { box, outline, share }: OutputFrame & { box: Mouth['area'] }, rgb: Uint8Array): void {
    const { context, place } = sheet;
    const { strength } = this.#blend;
    const mask = mouthMask({ ...this.#blend, strength: strength * share }, box, outline);
    const { data } = this.#pixels;
    for (let i = 0; i < FACE_SIZE * FACE_SIZE; i++) {
      data[4 * i] = rgb[3 * i]!;
      data[4 * i + 1] = rgb[3 * i + 1]!;
      data[4 * i + 2] = rgb[3 * i + 2]!;
      data[4 * i + 3] = mask[i]!;
    }
    this.#context.putImageData(this.#pixels, 0, 0);
    context.save();
    context.beginPath();
    context.rect(place.x, place.y, place.width, place.height);
    context.clip();
    context.setTransform(sheet.scaleX, 0, 0, sheet.scaleY, place.x, place.y);
    // Enlarging spreads each of the 96 x 96 pixels over its neighbours: the outline is kept by more than the mask.
    if (outline !== null && this.#blend.mouthOnly) clipTo(context, outline);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#small, box.x, box.y, box.width, box.height);
    context.restore();
  }
}

function clipTo(context: OffscreenCanvasRenderingContext2D, outline: Float32Array): void {
  context.beginPath();
  for (let i = 0; i < outline.length; i += 2) context.lineTo(outline[i]!, outline[i + 1]!);
  context.closePath();
  context.clip();
}

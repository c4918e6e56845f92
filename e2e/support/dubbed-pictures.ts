/** Two files side by side in the page that offers one of them: where their pictures differ, and whether the sound is alike. */
import type { Page } from '@playwright/test';

/** Shares of the picture. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Compared {
  /** Mean difference of red, green and blue, 0..255, of the pictures at each moment: within the mouth. */
  mouth: number[];
  /** PSNR in dB of all that is neither the mouth nor the badge. */
  outsidePsnr: number[];
  /** Mean difference within the badge. */
  badge: number[];
}

/**
 * @param files `before`: address of the source's video, or a photo's bytes as base64; `after`: address of the dubbed video
 * @param momentsS in both
 */
export function comparePictures(
  page: Page,
  files: { before: string | { photo: string }; after: string },
  momentsS: number[],
  regions: { mouth: Region; badge: Region },
): Promise<Compared> {
  return page.evaluate(
    async ({ files, momentsS, regions }) => {
      const after = await video(files.after);
      const [width, height] = [after.videoWidth, after.videoHeight];
      const before =
        typeof files.before === 'string' ? await video(files.before) : await photo(files.before.photo);
      const out: { mouth: number[]; outsidePsnr: number[]; badge: number[] } = {
        mouth: [],
        outsidePsnr: [],
        badge: [],
      };
      for (const timeS of momentsS) {
        const a = await pixels(before, timeS);
        const b = await pixels(after, timeS);
        const sums = { mouth: [0, 0], badge: [0, 0], outside: [0, 0] };
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const where = inside(regions.mouth, x, y)
              ? 'mouth'
              : inside(regions.badge, x, y)
                ? 'badge'
                : 'outside';
            for (let c = 0; c < 3; c++) {
              const at = 4 * (y * width + x) + c;
              const off = Math.abs(a[at]! - b[at]!);
              sums[where][0]! += where === 'outside' ? off * off : off;
              sums[where][1]! += 1;
            }
          }
        out.mouth.push(sums.mouth[0]! / sums.mouth[1]!);
        out.badge.push(sums.badge[0]! / sums.badge[1]!);
        out.outsidePsnr.push(10 * Math.log10((255 * 255) / (sums.outside[0]! / sums.outside[1]!)));
      }
      return out;

      function inside(region: { x: number; y: number; width: number; height: number }, x: number, y: number) {
        const [u, v] = [x / width, y / height];
        return u >= region.x && u < region.x + region.width && v >= region.y && v < region.y + region.height;
      }

      async function video(src: string): Promise<HTMLVideoElement> {
        const element = Object.assign(document.createElement('video'), { src, muted: true, preload: 'auto' });
        await new Promise((resolve, reject) => {
          element.onloadeddata = resolve;
          element.onerror = reject;
        });
        return element;
      }

      async function photo(base64: string): Promise<ImageBitmap> {
        return createImageBitmap(new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))]));
      }

      async function pixels(
        source: HTMLVideoElement | ImageBitmap,
        timeS: number,
      ): Promise<Uint8ClampedArray> {
        if (source instanceof HTMLVideoElement) {
          // On a busy machine the element has sought before the picture is there.
          await new Promise((resolve) => {
            source.requestVideoFrameCallback(resolve);
            source.currentTime = timeS;
          });
        }
        const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
        context.drawImage(source, 0, 0);
        return context.getImageData(0, 0, width, height).data;
      }
    },
    { files, momentsS, regions },
  );
}

/**
 * Greatest correlation of two sounds within 50 ms of each other, 0..1.
 * @param url of the page's own
 * @param base64 bytes of the other file: the page's policy lets it fetch nothing that it was not served
 */
export function soundLikeness(page: Page, url: string, base64: string): Promise<number> {
  return page.evaluate(
    async ({ url, base64 }) => {
      const context = new OfflineAudioContext(1, 1, 16000);
      const served = await (await fetch(url)).arrayBuffer();
      const [a, b] = await Promise.all([
        samplesOf(served),
        samplesOf(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)).buffer),
      ]);
      let best = 0;
      for (let lag = -800; lag <= 800; lag += 4) {
        let [xy, xx, yy] = [0, 0, 0];
        for (let i = 1000; i < Math.min(40_000, a.length, b.length - lag); i++) {
          const [x, y] = [a[i]!, b[i + lag] ?? 0];
          xy += x * y;
          xx += x * x;
          yy += y * y;
        }
        best = Math.max(best, xy / Math.sqrt(xx * yy));
      }
      return best;

      async function samplesOf(bytes: ArrayBuffer): Promise<Float32Array> {
        return (await context.decodeAudioData(bytes)).getChannelData(0);
      }
    },
    { url, base64 },
  );
}

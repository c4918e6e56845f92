/** What a page plays as preview, taken where it goes into the player, and how much it sounds like a file. */
import type { Page } from '@playwright/test';

declare global {
  /** Of every preview that was played, what went into it. */
  var playedPreviews: { pieces: ArrayBuffer[]; ended: boolean }[];
}

/** Before the page is opened: the player gets what it would get. */
export async function watchPreviews(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.playedPreviews = [];
    const { addSourceBuffer, endOfStream } = MediaSource.prototype;
    const played = new WeakMap<MediaSource, (typeof globalThis.playedPreviews)[number]>();
    MediaSource.prototype.addSourceBuffer = function (type) {
      const buffer = addSourceBuffer.call(this, type);
      const preview = { pieces: [] as ArrayBuffer[], ended: false };
      globalThis.playedPreviews.push(preview);
      played.set(this, preview);
      const append = buffer.appendBuffer;
      buffer.appendBuffer = (data) => {
        preview.pieces.push((data as ArrayBuffer).slice(0));
        append.call(buffer, data);
      };
      return buffer;
    };
    MediaSource.prototype.endOfStream = function (...why) {
      played.get(this)!.ended = true;
      endOfStream.apply(this, why);
    };
  });
}

/** How many previews were played, all of whose pieces have come. */
export function completePreviews(page: Page): Promise<number> {
  return page.evaluate(() => globalThis.playedPreviews.filter(({ ended }) => ended).length);
}

/**
 * Greatest correlation of previews with what a file has from a time on, 0..1, within 50 ms of it, and how many times as
 * loud they are.
 * @param base64 bytes of the file
 */
export function previewLikeness(
  page: Page,
  base64: string,
  fromS: number,
): Promise<{ likeness: number; ratio: number }[]> {
  return page.evaluate(
    async ({ base64, fromS }) => {
      const rateHz = 16_000;
      const context = new OfflineAudioContext(1, 1, rateHz);
      const samplesOf = async (bytes: ArrayBuffer) =>
        (await context.decodeAudioData(bytes)).getChannelData(0);
      const file = await samplesOf(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)).buffer);
      const found: { likeness: number; ratio: number }[] = [];
      for (const { pieces } of globalThis.playedPreviews) {
        const preview = await samplesOf(await new Blob(pieces).arrayBuffer());
        let best = { likeness: 0, ratio: 0 };
        for (let lag = -800; lag <= 800; lag++) {
          let [xy, xx, yy] = [0, 0, 0];
          // Without the soft joins of a stretch.
          for (let i = 400; i < preview.length - 400; i++) {
            const [x, y] = [preview[i]!, file[i + Math.round(fromS * rateHz) + lag] ?? 0];
            xy += x * y;
            xx += x * x;
            yy += y * y;
          }
          const likeness = xy / Math.sqrt(xx * yy);
          if (likeness > best.likeness) best = { likeness, ratio: Math.sqrt(xx / yy) };
        }
        found.push(best);
      }
      return found;
    },
    { base64, fromS },
  );
}

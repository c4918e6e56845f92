/** Which of the built files are heavy parts, and which of them are wanted together. */
import type { OfflineGroup, WarmRoom } from './messages';

/**
 * What a check of an ordinary mp4 or webm needs: MediaPipe and its models, our own model and the WASM that runs it; and
 * the Sound room's noise suppressors, which are small.
 * ffmpeg is only for rare codecs, the larger WASM only for weights that the visitor brings.
 */
const EVERY_CHECK =
  /vision_wasm[^/]*\.wasm$|(rnnoise|gtcrn)[^/]*\.wasm$|\.task$|\.tflite$|lipslate\.onnx$|ort-wasm-simd-threaded-[^/.]*\.wasm$/;
/** So that a fix is there offline as well, also one that encodes the sound anew. */
const FIX_WORKER = /\/rewrite\.worker-[^/]*\.js$/;
const AAC_ENCODER = /aac-encoder[^/]*\.js$/;
const DUB_WORKER = /\/dub\.worker-[^/]*\.js$/;
const SIGNING_WORKER = /\/provenance\.worker-[^/]*\.js$/;
/** They would be a third of the shell. */
const LARGE_SCRIPTS = [FIX_WORKER, AAC_ENCODER, DUB_WORKER, SIGNING_WORKER];
/** What the Dub room's example is made of: a first visit may try it, and a later one offline. */
const DUB_EXAMPLE = /(^|\/)example(-speech)?\.(mp4|flac)$/;
/** Hears speech, and says what lips do for it. */
const OWN_MOUTH = /(lips-from-speech|moonshine-tiny-encoder)\.onnx$/;

const GROUPS: Record<OfflineGroup, RegExp[]> = {
  check: [EVERY_CHECK, FIX_WORKER, AAC_ENCODER],
  reader: [/ffmpeg-core[^/]*\.wasm$/],
  mouth: [DUB_WORKER, DUB_EXAMPLE, OWN_MOUTH],
  voice: [/flite[^/]*\.wasm$/],
  note: [SIGNING_WORKER, /c2pa[^/]*\.wasm$/],
  // Runs the weights that a visitor brings, on the graphics processor where there is one.
  models: [DUB_WORKER, /ort-wasm[^/]*asyncify[^/]*\.wasm$/],
};
export const OFFLINE_GROUPS = Object.keys(GROUPS) as OfflineGroup[];

/** What draws the own mouth, and what an export needs: the signed note. */
const DUB: OfflineGroup[] = ['check', 'mouth', 'note'];

export function isHeavy(url: string): boolean {
  return (
    /\.(wasm|task|tflite|onnx|bin|mp4|flac)$/.test(url) || LARGE_SCRIPTS.some((script) => script.test(url))
  );
}

export function isNeededBy(need: WarmRoom | OfflineGroup, url: string): boolean {
  const groups = need === 'dub' ? DUB : [need];
  return groups.some((group) => GROUPS[group].some((part) => part.test(url)));
}

/** No other group needs it. */
export function isOnlyOf(group: OfflineGroup, url: string): boolean {
  return OFFLINE_GROUPS.every((each) => isNeededBy(each, url) === (each === group));
}

/**
 * Goes with a group that is removed: nothing else that is there to be used needs it.
 * @param isStored of a built file
 */
export function goesWith(
  group: OfflineGroup,
  url: string,
  urls: readonly string[],
  isStored: (url: string) => boolean,
): boolean {
  if (!isNeededBy(group, url)) return false;
  const isThere = (other: OfflineGroup): boolean => {
    // A check's are fetched again by themselves.
    if (other === 'check') return true;
    const own = urls.filter((each) => isOnlyOf(other, each));
    return own.length > 0 && own.every(isStored);
  };
  return OFFLINE_GROUPS.every((other) => other === group || !isNeededBy(other, url) || !isThere(other));
}

/** Decoded sound without gaps from 0 to an end: encoders count samples and forget timestamps. */
import type { AudioSample, InputAudioTrack } from 'mediabunny';
import { decodeSound } from '../lib/decode/webcodecs-audio';
import { sampleOf } from '../lib/encode/sample';

/** Shorter gaps and overlaps are rounding of timestamps. */
const SLACK_S = 0.005;
const PIECE_S = 0.5;

/**
 * Decoded as the check hears it, so that run-ups of codecs and gaps lie where they lie there.
 * @param shiftS subtracted from all timestamps; whoever takes a sample closes it
 * @param padding bytes at the end of the last packet that are not its own
 */
export async function* continuousSamples(
  track: InputAudioTrack,
  shiftS: number,
  endS: number,
  padding: number,
): AsyncGenerator<AudioSample, void> {
  const channels = await track.getNumberOfChannels();
  let rateHz = await track.getSampleRate();
  /** Samples given so far. */
  let at = 0;
  const next = (planes: Float32Array[]): AudioSample => {
    const sample = sampleOf(planes, rateHz, at / rateHz);
    at += planes[0]!.length;
    return sample;
  };
  const silenceUntil = function* (to: number): Generator<AudioSample> {
    while (at < to) {
      const length = Math.min(to - at, Math.round(PIECE_S * rateHz));
      yield next(Array.from({ length: channels }, () => new Float32Array(length)));
    }
  };
  for await (const block of decodeSound(track, shiftS, padding)) {
    // Some codecs say another rate than they decode to; the first block has the last word.
    if (at === 0) rateHz = block.rateHz;
    const end = Math.round(endS * rateHz);
    const start = Math.round(block.startS * rateHz);
    if (start - at > SLACK_S * rateHz) yield* silenceUntil(Math.min(start, end));
    // What was given already, or lies before 0 or behind the end, is cut off.
    const skip = at - start > SLACK_S * rateHz || at === 0 ? Math.max(0, at - start) : 0;
    const count = Math.min(block.planes[0]!.length - skip, end - at);
    if (count > 0) yield next(block.planes.map((plane) => plane.subarray(skip, skip + count)));
    if (at >= end) return;
  }
  yield* silenceUntil(Math.round(endS * rateHz));
}

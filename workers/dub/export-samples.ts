/** Decoded sound without gaps from 0 to an end: encoders count samples and forget timestamps. */
import { AudioSample, AudioSampleSink, type InputAudioTrack } from 'mediabunny';

/** Shorter gaps and overlaps are rounding of timestamps. */
const SLACK_S = 0.005;
const PIECE_S = 0.5;

/** @param shiftS subtracted from all timestamps; whoever takes a sample closes it */
export async function* continuousSamples(
  track: InputAudioTrack,
  shiftS: number,
  endS: number,
): AsyncGenerator<AudioSample, void> {
  const rateHz = await track.getSampleRate();
  const channels = await track.getNumberOfChannels();
  const end = Math.round(endS * rateHz);
  /** Samples given so far. */
  let at = 0;
  const silenceUntil = function* (to: number): Generator<AudioSample> {
    while (at < to) {
      const count = Math.min(to - at, Math.round(PIECE_S * rateHz));
      const timestamp = at / rateHz;
      at += count;
      yield new AudioSample({
        data: new Float32Array(count * channels),
        format: 'f32',
        numberOfChannels: channels,
        sampleRate: rateHz,
        timestamp,
      });
    }
  };
  for await (const sample of new AudioSampleSink(track).samples(shiftS, endS + shiftS)) {
    const start = Math.round((sample.timestamp - shiftS) * rateHz);
    if (start - at > SLACK_S * rateHz) yield* silenceUntil(Math.min(start, end));
    // What was given already, or lies before 0 or behind the end, is cut off.
    const skip = at - start > SLACK_S * rateHz || at === 0 ? Math.max(0, at - start) : 0;
    const count = Math.min(sample.numberOfFrames - skip, end - at);
    if (count > 0) {
      const part =
        skip === 0 && count === sample.numberOfFrames ? sample.clone() : sample.trim(skip, skip + count);
      part.setTimestamp(at / rateHz);
      at += count;
      yield part;
    }
    sample.close();
    if (at >= end) return;
  }
  yield* silenceUntil(end);
}

/** Two suppressors of known construction: what each says is told apart by band. */
import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../concat';
import { type FrameDenoiser, VoiceSplit } from './denoise';
import { TwoVoices } from './two-voices';

const RATE_HZ = 48_000;

/** Lets a share through, so much later. */
function suppressor(frame: number, lag: number, share: number): FrameDenoiser {
  let waiting = new Float32Array(lag);
  return {
    ...{ frame, lag, warmUp: 0 },
    process(samples) {
      waiting = concatFloat32([waiting, samples]);
      samples.set(waiting.subarray(0, frame).map((sample) => share * sample));
      waiting = waiting.slice(frame);
      return 0.5;
    },
  };
}

function joined(sound: Float32Array, piece: number) {
  const voices = new TwoVoices(
    new VoiceSplit(suppressor(480, 480, 0.5)),
    new VoiceSplit(suppressor(768, 890, 1)),
  );
  const parts = [];
  for (let at = 0; at < sound.length; at += piece) parts.push(voices.push(sound.slice(at, at + piece)));
  parts.push(voices.end());
  return {
    all: concatFloat32(parts.map(({ all }) => all)),
    voice: concatFloat32(parts.map(({ voice }) => voice)),
    frames: voices.speech.length,
  };
}

const tone = (hz: number) =>
  Float32Array.from({ length: 20_001 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / RATE_HZ));

describe('what two suppressors take for voice', () => {
  it.each([
    [300, 0.85],
    [5_000, 0.85],
    [9_000, 0.5],
    [15_000, 0.5],
  ])('is at %i Hz %f of the sound, at its very sample', (hz, share) => {
    const sound = tone(hz);
    const { all, voice } = joined(sound, 4096);
    expect(all).toEqual(sound);
    expect(voice).toHaveLength(sound.length);
    // The ends ring, since the tone begins and breaks off at once.
    for (let i = 500; i < sound.length - 500; i++)
      expect(Math.abs((voice[i] as number) - share * (sound[i] as number))).toBeLessThan(0.002);
  });

  it('is the same in pieces of any length, and tells of every frame of the first', () => {
    const sound = tone(1_000);
    const [one, other] = [joined(sound, 333), joined(sound, 20_001)];
    expect(one).toEqual(other);
    expect(one.frames).toBeGreaterThanOrEqual(Math.floor(sound.length / 480));
  });
});

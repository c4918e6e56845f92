import { describe, expect, it } from 'vitest';
import { CarrierSearch } from './carrier';
import { channelName, toMono } from './downmix';

const RATE = 16_000;
const SECONDS = 6;
const N = RATE * SECONDS;

/** Four syllables a second, a pause in every third second. */
function speech(level = 0.3): Float32Array {
  return Float32Array.from({ length: N }, (_, i) => {
    const s = i / RATE;
    const voice =
      Math.sin(2 * Math.PI * 180 * s) + Math.sin(2 * Math.PI * 620 * s) + Math.sin(2 * Math.PI * 1800 * s);
    const syllable = s % 3 > 2.3 ? 0.001 : Math.max(0.003, Math.sin(2 * Math.PI * 4 * s)) ** 2;
    return (level / 3) * voice * syllable;
  });
}

/** A fixed sequence that looks random. */
function noise(level: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: N }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return level * (state / 2 ** 30 - 1);
  });
}

const silence = () => new Float32Array(N);
const hum = (level: number) =>
  Float32Array.from({ length: N }, (_, i) => level * Math.sin((2 * Math.PI * 200 * i) / RATE));
const plus = (...parts: Float32Array[]) =>
  Float32Array.from({ length: N }, (_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));
const times = (factor: number, part: Float32Array) => part.map((x) => factor * x);

function carrierOf(planes: Float32Array[], block = 1024) {
  const search = new CarrierSearch(RATE, planes.length);
  for (let at = 0; at < N; at += block) {
    const pieces = planes.map((plane) => plane.subarray(at, at + block));
    search.push(pieces, toMono(pieces));
  }
  return search.result();
}

describe('what carries the speech', () => {
  it('is the usual downmix where speech is on both sides, on one, in the centre, or beside music and noise', () => {
    const voice = speech();
    const usual: Float32Array[][] = [
      [voice],
      [voice, voice],
      [voice, silence()],
      [silence(), times(0.1, voice)],
      [plus(voice, noise(0.02, 1)), plus(voice, noise(0.02, 2))],
      // Two microphones, one farther away.
      [
        voice,
        times(
          0.4,
          Float32Array.from(voice, (_, i) => voice[i - 720] ?? 0),
        ),
      ],
      [noise(0.05, 1), noise(0.05, 2), voice, times(0.5, hum(1)), noise(0.03, 3), noise(0.03, 4)],
      [silence(), silence(), silence(), silence()],
    ];
    for (const planes of usual) expect(carrierOf(planes).mix).toEqual({ kind: 'downmix' });
  });

  it('is the difference of two sides of which one is the other upside down, noise or not', () => {
    const voice = speech();
    const opposed = { kind: 'difference', channels: [0, 1] };
    expect(carrierOf([voice, times(-1, voice)]).mix).toEqual(opposed);
    expect(carrierOf([plus(voice, noise(0.01, 1)), plus(times(-1, voice), noise(0.01, 2))]).mix).toEqual(
      opposed,
    );
    expect(carrierOf([voice, times(-0.9, voice)]).mix).toEqual(opposed);
    // A steady noise on both sides hides what is left of the speech.
    const hiss = noise(0.3, 7);
    expect(carrierOf([plus(voice, hiss), plus(times(-1, voice), hiss)]).mix).toEqual(opposed);
    // The surrounds of 5.1.
    const around = [silence(), silence(), silence(), silence(), voice, times(-1, voice)];
    expect(carrierOf(around).mix).toEqual({ kind: 'difference', channels: [4, 5] });
  });

  it('is the one channel of up to sixteen that the downmix leaves out or covers', () => {
    const [voice, quiet, buzz] = [speech(0.1), silence(), hum(0.2)];
    const lfe = Array.from({ length: 8 }, (_, i) => (i === 3 ? voice : quiet));
    expect(carrierOf(lfe).mix).toEqual({ kind: 'channel', channel: 3 });
    for (const channel of [0, 6, 15]) {
      const many = Array.from({ length: 16 }, (_, i) => (i === channel ? voice : buzz));
      expect(carrierOf(many).mix).toEqual({ kind: 'channel', channel });
      const alone = Array.from({ length: 16 }, (_, i) => (i === channel ? voice : quiet));
      expect(carrierOf(alone).speechS).toBeGreaterThan(3);
    }
  });

  it('does not depend on how the sound is cut into blocks', () => {
    const planes = [speech(), times(-1, speech())];
    expect(carrierOf(planes, 777)).toEqual(carrierOf(planes, 4096));
  });

  it('tells how much speech there is', () => {
    expect(carrierOf([hum(0.3), hum(0.3)])).toMatchObject({ mix: { kind: 'downmix' }, speechS: 0 });
    expect(carrierOf([speech(), speech()]).speechS).toBeGreaterThan(3);
    expect(carrierOf([speech(), times(-1, speech())])).toMatchObject({ downmixSpeechS: 0 });
  });
});

it('channels are named as people count them', () => {
  expect(channelName(3, 8)).toBe('channel 4, bass (LFE)');
  expect(channelName(1, 2)).toBe('channel 2, right');
  expect(channelName(10, 16)).toBe('channel 11');
});

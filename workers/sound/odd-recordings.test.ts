/** Recordings that nobody would make on purpose: telephone calls, four times the usual rate, half a file. */
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, MkvOutputFormat, Output } from 'mediabunny';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodePcm } from '../../core/fix/pcm';
import { libebur128 } from '../../core/loudness/testing/libebur128';
import { Resampler } from '../../core/sound/resample';
import { lagOf } from '../../core/testing/lag';
import { seeded } from '../../core/testing/random';
import { prepare } from './prepare';
import { NO_STEP, prepared, serveWasm, wavOf } from './testing/in-node';
import { exampleSpeech } from './testing/shipped';

const RATE_HZ = 48_000;
const SECONDS = 3;
/** "Make speech clear", with its loudness. */
const USUAL = { repair: true, hum: true, noise: 0.9, level: true, target: 'podcast' } as const;

beforeAll(serveWasm);

/** Two channels that differ by their noise. */
async function speechAt(rateHz: number): Promise<[Float32Array, Float32Array]> {
  const speech = await exampleSpeech(rateHz, 0, SECONDS);
  const noisy = (seed: number) => {
    const random = seeded(seed);
    return speech.map((sample) => 0.5 * sample + 0.002 * (2 * random() - 1));
  };
  return [noisy(1), noisy(2)];
}

function atUsualRate(plane: Float32Array, rateHz: number): Float32Array {
  const resampler = new Resampler(rateHz, RATE_HZ);
  return Float32Array.from([...resampler.push(plane), ...resampler.end()]);
}

describe.each([
  ['a telephone call, at 8 kHz', 8000],
  ['a recording at 192 kHz', 192_000],
])('%s', { timeout: 60_000 }, (_what, rateHz) => {
  it('becomes clear at 48 kHz, as loud as podcasts are, and is nowhere moved', async () => {
    const given = await speechAt(rateHz);
    const made = await prepared(given, USUAL, { rateHz });
    expect([made.rateHz, made.channels, made.durationS]).toEqual([RATE_HZ, 2, SECONDS]);
    expect(made.speechS).toBeGreaterThan(1);
    expect(made.endsEarly).toBeNull();
    given.forEach((plane, channel) => {
      expect(made.planes[channel]).toHaveLength(SECONDS * RATE_HZ);
      expect(lagOf(atUsualRate(plane, rateHz), made.planes[channel]!, 600)).toBe(0);
    });
    const theirs = await libebur128(RATE_HZ, ...(made.planes as [Float32Array, Float32Array]));
    expect(Math.abs(theirs.integratedLufs + 16)).toBeLessThan(0.1);
    expect(theirs.truePeakDb).toBeLessThanOrEqual(-1);
  });

  it('has its very samples, at its own rate, with every step off', async () => {
    const given = (await speechAt(rateHz)).map((plane) =>
      plane.map((s) => Math.round(s * 2 ** 23) / 2 ** 23),
    );
    const made = await prepared(given, {}, { rateHz });
    expect(made.rateHz).toBe(rateHz);
    made.planes.forEach((plane, channel) => {
      expect(plane).toHaveLength(SECONDS * rateHz);
      expect(plane.every((sample, i) => sample === given[channel]![i])).toBe(true);
    });
  });
});

describe('half a file', { timeout: 60_000 }, () => {
  const job = { audioIndex: 0, chain: { ...NO_STEP, hum: true }, withTaken: false, separator: null };
  const halfOf = (file: File) => new File([file.slice(0, file.size / 2)], file.name);

  it.each([
    ['a WAV, which is as long as what is there', wavOf, SECONDS / 2],
    ['a Matroska file, which stays as long as it says', matroskaOf, SECONDS],
  ] as const)('%s, tells where its sound ends', async (_what, fileOf, durationS) => {
    const whole = await fileOf(await speechAt(RATE_HZ));
    expect((await prepare(whole, job, () => {})).endsEarly).toBeNull();
    const made = await prepare(halfOf(whole), job, () => {});
    expect(Math.abs(made.durationS - durationS)).toBeLessThan(0.1);
    expect(Math.abs(made.endsEarly!.atS - SECONDS / 2)).toBeLessThan(0.1);
    expect(Math.abs(made.endsEarly!.ofS - SECONDS)).toBeLessThan(0.1);
  });
});

async function matroskaOf(planes: Float32Array[]): Promise<File> {
  const target = new BufferTarget();
  const output = new Output({ format: new MkvOutputFormat({ minimumClusterDuration: 0.1 }), target });
  const source = new EncodedAudioPacketSource('pcm-s24');
  output.addAudioTrack(source);
  await output.start();
  const config = { codec: 'pcm-s24', numberOfChannels: planes.length, sampleRate: RATE_HZ };
  const size = RATE_HZ / 50;
  for (let at = 0; at < planes[0]!.length; at += size) {
    const bytes = encodePcm(
      planes.map((plane) => plane.slice(at, at + size)),
      'pcm-s24',
    );
    const packet = new EncodedPacket(bytes, 'key', at / RATE_HZ, size / RATE_HZ);
    await source.add(packet, { decoderConfig: config });
  }
  await output.finalize();
  return new File([target.buffer!], 'given.mkv');
}

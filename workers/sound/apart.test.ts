import { describe, expect, it } from 'vitest';
import { readDemucsPorts } from '../../core/checkpoint/demucs';
import { bytesSource } from '../../core/checkpoint/source';
import { demucsFile } from '../../core/checkpoint/testing/demucs';
import { separatorFile, separatorPair } from '../../core/checkpoint/testing/separators';
import { concatFloat32 } from '../../core/concat';
import { APART_RATE_HZ, type GuessPiece, VoiceApart } from '../../core/enhance/voice-apart';
import { VoiceByPieces } from '../../core/enhance/voice-pieces';
import type { SteadyBlock } from '../../core/fix/sound-editor';
import { graphInNode, graphsInNode } from '../../core/testing/graph-in-node';
import type { SourceSound } from '../lib/sound/source';
import { ApartSound, type TellsVoice } from './apart';
import { DEMUCS_PIECE, guessVoiceBy } from './demucs-guess';
import { guessBy } from './separator-guess';

/** Bin 300 of a spectrum of 4096 at 44.1 kHz lies at 3230 Hz. */
const EDGE = 300;

async function guess(isHalf = false) {
  const { vocals, accompaniment } = separatorPair(EDGE, isHalf);
  return tells(guessBy(await graphInNode(vocals), await graphInNode(accompaniment)));
}

const tells = (guess: GuessPiece): TellsVoice => ({
  rateHz: APART_RATE_HZ,
  begin: (channels) => new VoiceApart(channels, guess),
});

function soundOf(
  rateHz: number,
  planes: Float32Array[],
  gapAt?: { sample: number; lengthS: number },
): SourceSound {
  return {
    codec: 'pcm',
    rateHz,
    channels: planes.length,
    async *blocks(): AsyncGenerator<SteadyBlock> {
      const length = planes[0]!.length;
      for (let at = 0; at < length; ) {
        const end = gapAt && at < gapAt.sample ? gapAt.sample : length;
        const to = Math.min(at + 4801, end);
        const lateS = gapAt && at >= gapAt.sample ? gapAt.lengthS : 0;
        yield { startS: at / rateHz + lateS, planes: planes.map((plane) => plane.slice(at, to)) };
        at = to;
      }
    },
  };
}

async function all(sound: ApartSound): Promise<{ startsS: number[]; planes: Float32Array[] }> {
  const blocks: SteadyBlock[] = [];
  for await (const block of sound.blocks()) blocks.push(block);
  const planes = Array.from({ length: sound.channels }, (_, channel) =>
    concatFloat32(blocks.map((block) => block.planes[channel]!)),
  );
  return { startsS: blocks.map(({ startS }) => startS), planes };
}

function tone(hz: number, rateHz: number, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, i) => 0.3 * Math.sin((2 * Math.PI * hz * i) / rateHz));
}

/** Smoothed, so that most of it lies below the edge. */
function noise(samples: number): Float32Array {
  let [state, low] = [1, 0];
  return Float32Array.from({ length: samples }, () => {
    state = (state * 16_807) % 2_147_483_647;
    low += 0.4 * ((state / 2_147_483_647) * 2 - 1 - low);
    return 0.4 * low;
  });
}

const sum = (a: Float32Array, b: Float32Array) => a.map((sample, i) => sample + b[i]!);

function errorDb(given: Float32Array, wanted: Float32Array, margin = 0): number {
  let [error, power] = [0, 0];
  for (let i = margin; i < wanted.length - margin; i++) {
    error += (given[i]! - wanted[i]!) ** 2;
    power += wanted[i]! ** 2;
  }
  return 10 * Math.log10(error / power);
}

/** Samples by which `later` comes after `sound`, by cross-correlation. */
function lagOf(sound: Float32Array, later: Float32Array): number {
  let [best, bestAt] = [Number.NEGATIVE_INFINITY, Number.NaN];
  for (let lag = -1200; lag <= 1200; lag++) {
    let total = 0;
    for (let i = 1200; i < 30_000; i++) total += sound[i]! * later[i + lag]!;
    if (total > best) [best, bestAt] = [total, lag];
  }
  return bestAt;
}

describe('a sound whose voice is set apart', () => {
  it.each([48_000, 44_100, 16_000])(
    'at %d Hz is split as the networks say, and nowhere moved',
    async (rateHz) => {
      const samples = 2 * rateHz + 17;
      const [low, high] = [tone(700, rateHz, samples), tone(6500, rateHz, samples)];
      const { planes } = await all(new ApartSound(soundOf(rateHz, [sum(low, high)]), await guess(), false));
      const [voice, rest] = planes as [Float32Array, Float32Array];
      expect([voice.length, rest.length]).toEqual([samples, samples]);
      const margin = Math.ceil(0.1 * rateHz);
      expect(errorDb(voice, low, margin)).toBeLessThan(-60);
      expect(errorDb(rest, high, margin)).toBeLessThan(-60);
      expect(errorDb(sum(voice, rest), sum(low, high))).toBeLessThan(-120);

      const sound = noise(40_000);
      const heard = await all(new ApartSound(soundOf(rateHz, [sound]), await guess(), false));
      expect([lagOf(sound, heard.planes[0]!), lagOf(sound, sum(heard.planes[0]!, heard.planes[1]!))]).toEqual(
        [0, 0],
      );
    },
  );

  it('is the same by networks of 16 bits inside', async () => {
    const sound = [noise(48_000), noise(48_000).reverse()];
    const full = await all(new ApartSound(soundOf(48_000, sound), await guess(), false));
    const half = await all(new ApartSound(soundOf(48_000, sound), await guess(true), false));
    expect(full.planes).toHaveLength(4);
    // Beyond 65,504 a number of 16 bits is infinite; what fits has eleven bits.
    full.planes.forEach((plane, i) => {
      expect(errorDb(half.planes[i]!, plane)).toBeLessThan(-60);
    });
  });

  it('keeps its gaps, and of one sound on all channels gives one', async () => {
    const plane = noise(48_000);
    const sound = soundOf(48_000, [plane, plane], { sample: 20_000, lengthS: 0.5 });
    const { startsS, planes } = await all(new ApartSound(sound, await guess(), true));
    expect(planes.map(({ length }) => length)).toEqual([48_000, 48_000]);
    expect(startsS[0]).toBe(0);
    expect(startsS.some((startS) => Math.abs(startS - 20_000 / 48_000 - 0.5) < 1e-9)).toBe(true);
    expect(errorDb(sum(planes[0]!, planes[1]!), plane)).toBeLessThan(-120);
  });

  it('is not torn apart by a clock that runs otherwise', async () => {
    const plane = noise(48_000);
    const steady = soundOf(48_000, [plane]);
    // 0.2 ms a block, 2 ms at the end.
    const drifting: SourceSound = {
      ...steady,
      async *blocks() {
        for await (const block of steady.blocks()) yield { ...block, startS: block.startS * 1.002 };
      },
    };
    const [one, other] = [
      await all(new ApartSound(steady, await guess(), true)),
      await all(new ApartSound(drifting, await guess(), true)),
    ];
    other.planes.forEach((each, i) => {
      expect(each.every((sample, k) => sample === one.planes[i]![k])).toBe(true);
    });
    expect(other.startsS).toEqual(one.startsS.map((startS) => startS * 1.002));
    expect(one.startsS).toHaveLength(10);
  });

  it('by networks that give no numbers is refused in a sentence', async () => {
    const broken = await graphInNode(separatorFile(new Float32Array(1024).fill(Number.NaN)));
    const sound = new ApartSound(soundOf(48_000, [noise(9000)]), tells(guessBy(broken, broken)), false);
    await expect(all(sound)).rejects.toThrow('One of Spleeter’s two models gave numbers that are not sound.');
  });
});

describe('a sound whose voice HTDemucs sets apart', () => {
  it.each([
    ['inside', 44_100, false],
    ['inside', 48_000, false],
    ['outside', 44_100, true],
    ['outside', 48_000, true],
  ])('with the spectrum %s, at %d Hz, is split as it says, and nowhere moved', async (_, rateHz, isHalf) => {
    // More than one piece of 7.8 s, and not of a length that pieces have.
    const samples = 9 * rateHz + 17;
    const [low, high] = [tone(700, rateHz, samples), tone(6500, rateHz, samples)];
    const louder = low.map((sample) => 2 * sample);
    const given = soundOf(rateHz, [sum(low, high), sum(louder, high)]);
    const { planes } = await all(new ApartSound(given, await demucs(isHalf), false));
    const [left, right, leftRest, rightRest] = planes as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    expect(planes.map(({ length }) => length)).toEqual(new Array(4).fill(samples));
    const margin = Math.ceil(0.1 * rateHz);
    for (const [part, wanted] of [
      [left, low],
      [right, louder],
      [leftRest, high],
      [rightRest, high],
    ] as const)
      expect(errorDb(part, wanted, margin)).toBeLessThan(-60);
    expect(errorDb(sum(left, leftRest), sum(low, high))).toBeLessThan(-120);
    // Where the pieces go over into each other nothing is to be heard either.
    const seam = [5.6, 7.9].map((atS) => Math.round(atS * rateHz)) as [number, number];
    expect(errorDb(left.slice(...seam), low.slice(...seam))).toBeLessThan(-60);
  });

  it('is not moved by a sample', async () => {
    const sound = noise(40_000);
    const upsideDown = sound.map((sample) => -sample);
    const given = soundOf(48_000, [sound, upsideDown]);
    const { planes } = await all(new ApartSound(given, await demucs(true), false));
    expect([lagOf(sound, planes[0]!), planes[0]!.length]).toEqual([0, 40_000]);
    expect(
      errorDb(
        planes[1]!,
        planes[0]!.map((sample) => -sample),
      ),
    ).toBeLessThan(-60);
  });

  it('hears surround sound in pairs, the middle by itself, and leaves the bass with the rest', async () => {
    const samples = 50_000;
    const voice = tone(500, 44_100, samples);
    const levels = [1, 0.5, 2, 1, 0.2, 0];
    const given = soundOf(
      44_100,
      levels.map((level) => voice.map((sample) => level * sample)),
    );
    const { planes } = await all(new ApartSound(given, await demucs(), false));
    const margin = 4000;
    for (const channel of [0, 1, 2, 4])
      expect(
        errorDb(
          planes[channel]!,
          voice.map((sample) => levels[channel]! * sample),
          margin,
        ),
      ).toBeLessThan(-60);
    for (const channel of [3, 5])
      expect(planes[channel]!.every((sample) => Math.abs(sample) < 1e-4)).toBe(true);
  });

  it('is silence where it is silent, and refused in a sentence where no numbers come', async () => {
    const silent = await all(
      new ApartSound(soundOf(44_100, [new Float32Array(9000)]), await demucs(), false),
    );
    expect(
      silent.planes.every((plane) => plane.length === 9000 && plane.every((sample) => sample === 0)),
    ).toBe(true);
    const broken = new ApartSound(soundOf(44_100, [noise(9000)]), await demucs(false, Number.NaN), false);
    await expect(all(broken)).rejects.toThrow('HTDemucs gave numbers that are not sound.');
  });
});

async function demucs(isHalf = false, gain = 1): Promise<TellsVoice> {
  const file = demucsFile(3230, { isHalf, gain });
  const guess = guessVoiceBy(await graphsInNode(file), await readDemucsPorts(bytesSource(file)));
  return { rateHz: APART_RATE_HZ, begin: (channels) => new VoiceByPieces(channels, DEMUCS_PIECE, guess) };
}

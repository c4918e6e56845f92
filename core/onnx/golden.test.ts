/** The networks against the original programs' outputs, by onnxruntime-web's WASM in Node. */
import { describe, expect, it } from 'vitest';
import { fillLipWindow } from '../lips/crop';
import type { NetworkName } from './network';
import { networkNamed } from './networks';
import { deterministicReader } from './testing/deterministic';
import {
  everySeventh,
  goldenCoefficients,
  goldenFace,
  goldenFaces,
  goldenFloats,
  goldenFrames,
  goldenMelWindow,
  goldenTensors,
  maxError,
  relativeError,
  withZeroChannels,
} from './testing/golden';
import { openSession, type Session } from './testing/session';
import { weightBlob, weightSpecs } from './weights';

const SLOW = 180_000;

async function withSession<T>(name: NetworkName, use: (session: Session) => Promise<T>): Promise<T> {
  const network = networkNamed(name);
  const session = await openSession(network, await weightBlob(network, deterministicReader(network)));
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}

describe("networks give the original's numbers", () => {
  it.each([
    ['syncnet_v2', ['syncnet-audio', 'syncnet-lips']],
    ['wav2lip', ['wav2lip']],
    ['lipsync_expert', ['wav2lip-expert']],
  ] as const)('asks of %s for the tensors that the public checkpoint has, in their order', (file, names) => {
    const specs = names.flatMap((name) => weightSpecs(networkNamed(name)));
    const asked = specs.map(({ name, shape }) => `${name} [${shape}]`);
    const expected = goldenTensors(file);
    if (names.length === 1) expect(asked).toEqual(expected);
    else expect(asked.sort()).toEqual(expected.sort());
  });

  it('SyncNet hears like the original', { timeout: SLOW }, async () => {
    const { embedding } = await withSession('syncnet-audio', (session) =>
      session.run({ mfcc: { data: goldenCoefficients(), dims: [2, 1, 13, 20] } }),
    );
    expect(relativeError(embedding!, goldenFloats('syncnet-audio'))).toBeLessThan(1e-4);
  });

  it('SyncNet sees like the original', { timeout: SLOW }, async () => {
    const data = new Float32Array(16 * 224 * 224);
    fillLipWindow(goldenFrames(), data);
    const { embedding } = await withSession('syncnet-lips', (session) =>
      session.run({ frames: { data, dims: [1, 16, 224, 224] } }),
    );
    expect(relativeError(embedding!, goldenFloats('syncnet-lips'))).toBeLessThan(1e-4);
  });

  it('Wav2Lip draws like the original', { timeout: SLOW }, async () => {
    const { picture } = await withSession('wav2lip', (session) =>
      session.run({
        mel: { data: goldenMelWindow(), dims: [1, 1, 80, 16] },
        face: { data: withZeroChannels(goldenFace(), 6, 8, 96 * 96), dims: [1, 8, 96, 96] },
      }),
    );
    expect(maxError(everySeventh(picture!), goldenFloats('wav2lip'))).toBeLessThan(1e-5);
  });

  it("Wav2Lip's expert judges like the original", { timeout: SLOW }, async () => {
    const result = await withSession('wav2lip-expert', (session) =>
      session.run({
        mel: { data: goldenMelWindow(), dims: [1, 1, 80, 16] },
        face: { data: withZeroChannels(goldenFaces(), 15, 16, 48 * 96), dims: [1, 16, 48, 96] },
      }),
    );
    expect(relativeError(result['face_embedding']!, goldenFloats('expert-face'))).toBeLessThan(1e-4);
    expect(relativeError(result['mel_embedding']!, goldenFloats('expert-mel'))).toBeLessThan(1e-4);
  });
});

/** The networks against the original programs' outputs, by onnxruntime-web's WASM in Node. */
import { describe, expect, it } from 'vitest';
import { fillLipWindow } from '../lips/crop';
import { COLUMNS_PER_FRAME, soundWindows } from '../sync/syncnet';
import type { NetworkName } from './network';
import { networkNamed } from './networks';
import { deterministicReader } from './testing/deterministic';
import {
  GOLDEN_REASON,
  goldenBytes,
  goldenFloats,
  goldenJson,
  goldenMissing,
  maxError,
  relativeError,
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

function report(what: string, error: number, startMs: number, items: number): void {
  const ms = (performance.now() - startMs) / items;
  console.log(`${what}: error ${error.toExponential(1)}, ${ms.toFixed(0)} ms per item`);
}

describe.skipIf(goldenMissing)(`networks give the original's numbers (${GOLDEN_REASON})`, () => {
  it('asks for tensors that the public checkpoints have, in their order', () => {
    const files: [string, NetworkName[]][] = [
      ['syncnet_v2', ['syncnet-audio', 'syncnet-lips']],
      ['wav2lip', ['wav2lip']],
      ['lipsync_expert', ['wav2lip-expert']],
    ];
    for (const [file, names] of files) {
      const rows = goldenJson<{ name: string; shape: number[] }[]>(`${file}.tensors.json`);
      const expected = rows.filter((row) => !row.name.endsWith('num_batches_tracked'));
      const specs = names.flatMap((name) => weightSpecs(networkNamed(name)));
      const plain = (list: { name: string; shape: readonly number[] }[]) =>
        list.map(({ name, shape }) => `${name} [${shape}]`);
      if (names.length === 1) expect(plain(specs)).toEqual(plain(expected));
      else expect(plain(specs).sort()).toEqual(plain(expected).sort());
    }
  });

  it('SyncNet hears like the original', { timeout: SLOW }, async () => {
    const mfcc = goldenFloats('speech.mfcc.f32');
    const expected = goldenFloats('syncnet.audio.f32');
    const rows = expected.length / 1024;
    const starts = Array.from({ length: rows }, (_, n) => COLUMNS_PER_FRAME * n);
    const data = soundWindows(mfcc, starts);
    const error = await withSession('syncnet-audio', async (session) => {
      const startMs = performance.now();
      const { embedding } = await session.run({ mfcc: { data, dims: [rows, 1, 13, 20] } });
      const error = relativeError(embedding!, expected);
      report('SyncNet audio', error, startMs, rows);
      return error;
    });
    expect(error).toBeLessThan(1e-4);
  });

  it('SyncNet sees like the original', { timeout: SLOW }, async () => {
    const area = 224 * 224;
    const pixels = goldenBytes('syncnet.frames_bgr.u8');
    const pictures = Array.from({ length: 14 }, (_, f) =>
      Uint8Array.from(
        { length: 3 * area },
        (_, i) => pixels[(f * area + (i % area)) * 3 + Math.floor(i / area)]!,
      ),
    );
    const expected = goldenFloats('syncnet.lip.f32');
    const errors = await withSession('syncnet-lips', async (session) => {
      const startMs = performance.now();
      const errors: number[] = [];
      for (let n = 0; n < 10; n++) {
        const data = new Float32Array(16 * area);
        fillLipWindow(pictures.slice(n, n + 5), data);
        const { embedding } = await session.run({ frames: { data, dims: [1, 16, 224, 224] } });
        errors.push(relativeError(embedding!, expected.subarray(n * 1024, (n + 1) * 1024)));
      }
      report('SyncNet lips', Math.max(...errors), startMs, 10);
      return errors;
    });
    expect(Math.max(...errors)).toBeLessThan(1e-4);
  });

  it('Wav2Lip draws like the original', { timeout: SLOW }, async () => {
    const face = withZeroChannels(goldenFloats('wav2lip.face.f32'), 6, 8, 96 * 96);
    const mel = goldenFloats('wav2lip.mel.f32');
    const expected = goldenFloats('wav2lip.out.f32');
    const error = await withSession('wav2lip', async (session) => {
      const startMs = performance.now();
      const { picture } = await session.run({
        mel: { data: mel, dims: [2, 1, 80, 16] },
        face: { data: face, dims: [2, 8, 96, 96] },
      });
      const error = maxError(picture!, expected);
      report('Wav2Lip', error, startMs, 2);
      return error;
    });
    expect(error).toBeLessThan(1e-5);
  });

  it("Wav2Lip's expert judges like the original", { timeout: SLOW }, async () => {
    const face = withZeroChannels(goldenFloats('expert.face.f32'), 15, 16, 48 * 96);
    const mel = goldenFloats('wav2lip.mel.f32').slice(0, 80 * 16);
    const errors = await withSession('wav2lip-expert', async (session) => {
      const startMs = performance.now();
      const result = await session.run({
        mel: { data: mel, dims: [1, 1, 80, 16] },
        face: { data: face, dims: [1, 16, 48, 96] },
      });
      const errors = [
        relativeError(result['face_embedding']!, goldenFloats('expert.face_emb.f32')),
        relativeError(result['mel_embedding']!, goldenFloats('expert.audio_emb.f32')),
      ];
      report("Wav2Lip's expert", Math.max(...errors), startMs, 1);
      return errors;
    });
    expect(Math.max(...errors)).toBeLessThan(1e-4);
  });
});

/** [N, from, area] -> [N, to, area] */
function withZeroChannels(
  source: Float32Array,
  from: number,
  to: number,
  area: number,
): Float32Array<ArrayBuffer> {
  const count = source.length / (from * area);
  const padded = new Float32Array(count * to * area);
  for (let n = 0; n < count; n++) {
    padded.set(source.subarray(n * from * area, (n + 1) * from * area), n * to * area);
  }
  return padded;
}

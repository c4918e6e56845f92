/** A checkpoint of SyncNet that stands in for the official one: its size and tensors, the tests' weights. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { floats, legacy, tensor } from '../../core/checkpoint/testing/checkpoints';
import { networkNamed } from '../../core/onnx/networks';
import { deterministicReader, deterministicTensor } from '../../core/onnx/testing/deterministic';
import { openSession } from '../../core/onnx/testing/session';
import { weightBlob, weightSpecs } from '../../core/onnx/weights';
import { openHarness } from './harness';

const FILE = fileURLToPath(new URL('../../.cache/test-files/syncnet-stand-in.model', import.meta.url));
const PICTURE = 3 * 224 * 224;

/** Path of the checkpoint, 54 MB, written once: a flat dict in PyTorch's legacy stream. */
export function standInCheckpoint(): string {
  if (existsSync(FILE)) return FILE;
  const specs = (['syncnet-audio', 'syncnet-lips'] as const).flatMap((name) =>
    weightSpecs(networkNamed(name)),
  );
  const parts = specs.map(({ name, shape }, i) => {
    const values = deterministicTensor(name, shape);
    const storage = {
      ...floats(String(i), []),
      itemCount: values.length,
      bytes: new Uint8Array(values.buffer),
    };
    return { storage, entry: [name, tensor(storage, shape)] as const };
  });
  const bytes = legacy(
    new Map<string, unknown>(parts.map(({ entry }) => entry)),
    parts.map(({ storage }) => storage),
  );
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(`${FILE}.part`, bytes);
  renameSync(`${FILE}.part`, FILE);
  return FILE;
}

/** What both towers give in Node, for as many windows of noise. */
export async function towersInNode(sound: Float32Array<ArrayBuffer>, pictures: Uint8Array) {
  const lipCount = pictures.length / PICTURE - 4;
  const lips = new Float32Array(lipCount * 1024);
  const eyes = await open('syncnet-lips');
  for (let n = 0; n < lipCount; n++) {
    const data = new Float32Array(16 * 224 * 224);
    data.set(pictures.subarray(n * PICTURE, (n + 5) * PICTURE));
    const { embedding } = await eyes.run({ frames: { data, dims: [1, 16, 224, 224] } });
    lips.set(embedding!, n * 1024);
  }
  await eyes.release();
  const ears = await open('syncnet-audio');
  const { embedding } = await ears.run({ mfcc: { data: sound, dims: [sound.length / 260, 1, 13, 20] } });
  const heard = Float32Array.from(embedding!);
  await ears.release();
  return { sound: heard, lips };
}

export function noise(length: number, scale: number): Float32Array<ArrayBuffer> {
  let state = 7;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * scale;
  });
}

/** Imports the checkpoint and runs both towers in Chromium: their largest relative errors, and how they ran. */
export async function compareTowers(
  page: Page,
  checkpoint: string,
  sound: Float32Array<ArrayBuffer>,
  pictures: Uint8Array,
  expected: { sound: Float32Array; lips: Float32Array },
  allowSoftware = false,
) {
  await openHarness(page, checkpoint);
  const given = {
    sound: Array.from(sound),
    pictures: Buffer.from(pictures).toString('base64'),
    expectedSound: Array.from(expected.sound),
    expectedLips: Array.from(expected.lips),
    allowSoftware,
  };
  return page.evaluate(async ({ sound, pictures, expectedSound, expectedLips, allowSoftware }) => {
    const { harness } = window;
    const models = harness.models();
    const { id } = await models.importCheckpoint(
      harness.file(),
      {},
      harness.Comlink.proxy(() => {}),
    );
    const { weights, tensors } = await models.open(id);
    return harness.towers().compare(
      { id, weights, tensors },
      {
        sound: new Float32Array(sound),
        pictures: Uint8Array.from(atob(pictures), (letter) => letter.charCodeAt(0)),
      },
      { sound: new Float32Array(expectedSound), lips: new Float32Array(expectedLips) },
      allowSoftware,
    );
  }, given);
}

async function open(name: 'syncnet-audio' | 'syncnet-lips') {
  const network = networkNamed(name);
  return openSession(network, await weightBlob(network, deterministicReader(network)));
}

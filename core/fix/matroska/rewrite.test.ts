import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readElement, readElements, readUint } from '../../container/ebml';
import { ID } from '../../container/matroska';
import type { EncodedSound } from '../encoded-sound';
import { readCluster } from './cluster';
import type { MatroskaPlan } from './clusters';
import { rewriteMatroska } from './rewrite';

const FIXTURES = new URL('../../../e2e/fixtures/', import.meta.url);
const nothing: MatroskaPlan = { delayMs: 0, shiftsMs: new Map(), sound: null };

const load = (name: string) => new Uint8Array(readFileSync(new URL(name, FIXTURES)));

async function rewritten(bytes: Uint8Array, plan: MatroskaPlan): Promise<Uint8Array> {
  const out = new Uint8Array(bytes.length * 2 + 100_000);
  let at = 0;
  const read = async (from: number, to: number) => bytes.subarray(from, to);
  for await (const piece of rewriteMatroska(read, bytes.length, plan)) {
    if ('at' in piece) out.set(piece.bytes, piece.at);
    else {
      const part = 'bytes' in piece ? piece.bytes : bytes.subarray(piece.startByte, piece.endByte);
      out.set(part, at);
      at += part.length;
    }
  }
  return out.subarray(0, at);
}

/** Elements of the segment, by id, and all blocks. */
function open(bytes: Uint8Array) {
  const header = readElement(bytes, 0)!;
  const segment = readElement(bytes, header.endByte!)!;
  const content = bytes.subarray(segment.contentByte, segment.endByte ?? bytes.length);
  const elements = readElements(content);
  const blocks = elements
    .filter(({ id }) => id === ID.cluster)
    .flatMap((cluster) => readCluster(cluster.content).entries.filter(({ track }) => track !== null));
  return { content, elements, blocks };
}

/** A block's bytes without its time. */
const bodyOf = ({ bytes, timeAt }: { bytes: Uint8Array; timeAt: number }) =>
  Buffer.concat([bytes.subarray(0, timeAt), bytes.subarray(timeAt + 2)]).toString('base64');

describe('Matroska written anew', () => {
  it('without a change: every block at its time, and an index that leads to key frames', async () => {
    for (const name of ['vp9-opus.webm', 'h264-ac3.mkv', 'sound-starts-later.mkv']) {
      const before = open(load(name));
      const after = open(await rewritten(load(name), nothing));
      expect(after.blocks.map(bodyOf)).toEqual(before.blocks.map(bodyOf));
      expect(after.blocks.map(({ time }) => time)).toEqual(before.blocks.map(({ time }) => time));
      const cues = after.elements.find(({ id }) => id === ID.cues)!;
      for (const point of readElements(cues.content)) {
        const positions = readElements(readElements(point.content)[1]!.content);
        const place = readUint(positions[1]!.content);
        expect(readElement(after.content, place)!.id).toBe(ID.cluster);
      }
      const seeks = readElements(after.elements[0]!.content);
      for (const seek of seeks) {
        const [id, place] = readElements(seek.content).map(({ content }) => readUint(content));
        expect(readElement(after.content, place!)!.id).toBe(id);
      }
    }
  });

  it('sound that comes forward loses what would be before the start, and nothing else changes', async () => {
    const before = open(load('vp9-opus.webm'));
    const after = open(
      await rewritten(load('vp9-opus.webm'), { ...nothing, shiftsMs: new Map([[2, -120]]) }),
    );
    const of = (file: typeof before, track: number) => file.blocks.filter((block) => block.track === track);
    expect(of(after, 1).map(bodyOf)).toEqual(of(before, 1).map(bodyOf));
    const kept = of(before, 2).filter(({ time }) => time >= 120);
    expect(of(after, 2).map(bodyOf)).toEqual(kept.map(bodyOf));
    expect(of(after, 2).map(({ time }) => time)).toEqual(kept.map(({ time }) => time - 120));
  });

  it('a picture that waits: all of the sound stays where it was', async () => {
    const before = open(load('vp9-opus.webm'));
    const plan = { ...nothing, delayMs: 300, shiftsMs: new Map([[2, -300]]) };
    const after = open(await rewritten(load('vp9-opus.webm'), plan));
    expect(after.blocks.map(bodyOf)).toEqual(before.blocks.map(bodyOf));
    after.blocks.forEach(({ track, time }, i) => {
      expect(time).toBe(before.blocks[i]!.time + (track === 1 ? 300 : 0));
    });
  });

  it('another sound is woven in by time, and outlasts the picture where it is longer', async () => {
    const packets = 1000;
    const encoded: EncodedSound = {
      codec: { name: 'aac', config: Uint8Array.from([0x11, 0x90]) },
      rateHz: 48_000,
      channels: 1,
      startS: 0,
      packetSamples: 1024,
      samples: packets * 1024,
      packetSizes: new Uint32Array(packets).fill(3),
    };
    const data = Uint8Array.from({ length: packets * 3 }, (_, i) => i % 251);
    const sound = { track: 2, encoded, read: async (from: number, to: number) => data.subarray(from, to) };
    const before = open(load('h264-ac3.mkv'));
    const after = open(await rewritten(load('h264-ac3.mkv'), { ...nothing, sound }));
    const fresh = after.blocks.filter(({ track }) => track === 2);
    expect(fresh.map(({ time }) => time)).toEqual(
      Array.from({ length: packets }, (_, i) => Math.round((i * 1024) / 48)),
    );
    const picture = (file: typeof before) => file.blocks.filter(({ track }) => track === 1).map(bodyOf);
    expect(picture(after)).toEqual(picture(before));
    const last = fresh.at(-1)!.bytes;
    expect([...last.subarray(-3)]).toEqual([...data.subarray(-3)]);
  });

  it('a file that ends in the middle of a cluster keeps what is there', async () => {
    const whole = load('vp9-opus.webm');
    const cut = whole.subarray(0, Math.floor(whole.length * 0.6));
    const after = open(await rewritten(cut, nothing));
    expect(after.blocks.length).toBeGreaterThan(20);
  });
});

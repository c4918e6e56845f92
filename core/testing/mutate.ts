/** Damaged copies of files for fuzz tests: the same seed gives the same damage. */
import { concat } from '../concat';
import { seeded } from './random';

export type Damage = 'flip' | 'zero' | 'cut' | 'double' | 'truncate' | 'number';

export interface Mutation {
  bytes: Uint8Array<ArrayBuffer>;
  /** What was done, in order: `zero 512 bytes at 1204`. */
  damage: string[];
}

/** @returns a copy with one to four faults */
export function mutate(original: Uint8Array, seed: number): Mutation {
  const next = seeded(seed);
  const integer = (below: number) => Math.floor(next() * below);
  const damage: string[] = [];
  let bytes = Uint8Array.from(original);
  for (let left = 1 + integer(4); left > 0 && bytes.length > 0; left--) {
    const length = Math.min(bytes.length, 1 << integer(12));
    const at = placeIn(bytes.length - length, next);
    const kind = KINDS[integer(KINDS.length)]!;
    damage.push(`${kind} ${length} bytes at ${at} of ${bytes.length}`);
    bytes = FAULTS[kind](bytes, at, length, next);
  }
  return { bytes, damage };
}

type Fault = (
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  length: number,
  next: () => number,
) => Uint8Array<ArrayBuffer>;

const FAULTS: Record<Damage, Fault> = {
  flip(bytes, at, length, next) {
    const flips = Math.min(length, 16);
    for (let i = 0; i < flips; i++) bytes[at + Math.floor(next() * length)]! ^= 1 << Math.floor(next() * 8);
    return bytes;
  },
  zero: (bytes, at, length) => bytes.fill(0, at, at + length),
  cut: (bytes, at, length) => concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
  double: (bytes, at, length) => concat([bytes.subarray(0, at + length), bytes.subarray(at)]),
  truncate: (bytes, at) => bytes.slice(0, at),
  /** A count, size or time that is far too large, or too small. */
  number(bytes, at, _length, next) {
    const values = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, Math.floor(next() * 2 ** 32)];
    const value = values[Math.floor(next() * values.length)]!;
    if (at + 4 <= bytes.length) new DataView(bytes.buffer).setUint32(at, value);
    return bytes;
  },
};
const KINDS = Object.keys(FAULTS) as Damage[];

/** Half of all faults lie in the first or last 2 kB, where headers and tables are. */
function placeIn(size: number, next: () => number): number {
  const where = next();
  const near = Math.min(size, 2048);
  if (where < 0.25) return Math.floor(next() * (near + 1));
  if (where < 0.5) return size - Math.floor(next() * (near + 1));
  return Math.floor(next() * (size + 1));
}

/** COSE_Sign1 (RFC 9052) as C2PA wants it: c2pa-web hands over the claim and expects the whole structure back. */

import { concat } from '../../core/concat';

/** Numbers of RFC 9053, RFC 9864 and RFC 9360. */
const ALGORITHMS = { es256: -7, es384: -35, es512: -36, ps256: -37, ed25519: -8 } as const;
const X5CHAIN = 33;
const SIGN1_TAG = 18;

export type SigningAlgorithm = keyof typeof ALGORITHMS;

export interface CoseSigner {
  algorithm: SigningAlgorithm;
  /** DER; the signing certificate first, the root left out. */
  chain: Uint8Array[];
  /** Signature over these bytes; for ECDSA r and s, each of the curve's length. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** More than a signature, headers and the least padding need. */
const ROOM = 2048;
/** From here on the length of a byte string takes two bytes, so that padding can be had to the byte. */
const LEAST_PAD = 256;

/** @returns length of the structure, to be known before the claim is */
export function coseSize({ chain }: CoseSigner): number {
  return ROOM + chain.reduce((sum, certificate) => sum + certificate.length + 3, 0);
}

/**
 * @param claim signed but not contained ("detached")
 * @returns exactly `size` bytes
 */
export async function coseSign1(
  claim: Uint8Array,
  signer: CoseSigner,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chain = signer.chain.length === 1 ? bytes(signer.chain[0]!) : array(signer.chain.map(bytes));
  const header = map([
    [integer(1), integer(ALGORITHMS[signer.algorithm])],
    [integer(X5CHAIN), chain],
  ]);
  const toBeSigned = array([text('Signature1'), bytes(header), bytes(new Uint8Array()), bytes(claim)]);
  const signature = await signer.sign(toBeSigned);
  const build = (pad: number) =>
    concat([
      head(6, SIGN1_TAG),
      array([
        bytes(header),
        map([[text('pad'), bytes(new Uint8Array(pad))]]),
        Uint8Array.of(0xf6),
        bytes(signature),
      ]),
    ]);
  const pad = LEAST_PAD + size - build(LEAST_PAD).length;
  if (pad < LEAST_PAD || pad > 0xffff) throw new Error(`A signature of ${size} bytes cannot be made.`);
  return build(pad);
}

/** CBOR (RFC 8949): major type and length or value, in as few bytes as it takes. */
function head(major: number, value: number): Uint8Array<ArrayBuffer> {
  const type = major << 5;
  if (value < 24) return Uint8Array.of(type | value);
  if (value < 0x100) return Uint8Array.of(type | 24, value);
  if (value < 0x10000) return Uint8Array.of(type | 25, value >> 8, value);
  return Uint8Array.of(type | 26, value >> 24, value >> 16, value >> 8, value);
}

function integer(value: number): Uint8Array {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function bytes(content: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat([head(2, content.length), content]);
}

function text(content: string): Uint8Array {
  const encoded = new TextEncoder().encode(content);
  return concat([head(3, encoded.length), encoded]);
}

function array(items: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concat([head(4, items.length), ...items]);
}

function map(entries: [key: Uint8Array, value: Uint8Array][]): Uint8Array<ArrayBuffer> {
  return concat([head(5, entries.length), ...entries.flat()]);
}

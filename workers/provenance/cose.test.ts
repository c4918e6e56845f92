import { describe, expect, it } from 'vitest';
import { type CoseSigner, coseSign1, coseSize } from './cose';

const SIGNER: CoseSigner = {
  algorithm: 'es256',
  chain: [Uint8Array.of(1, 2, 3)],
  sign: async (bytes) => new Uint8Array(64).fill(bytes.length),
};

describe('the signature structure', () => {
  it('has exactly the length that was promised, whatever is in it', async () => {
    for (const certificates of [1, 2, 3]) {
      for (const length of [10, 300, 1500]) {
        const signer = {
          ...SIGNER,
          chain: Array.from({ length: certificates }, () => new Uint8Array(length)),
        };
        const size = coseSize(signer);
        expect(await coseSign1(new Uint8Array(500), signer, size)).toHaveLength(size);
      }
    }
  });

  it('is laid out byte by byte as RFC 9052 says: tag, headers, no payload, signature', async () => {
    const size = coseSize(SIGNER);
    const structure = await coseSign1(Uint8Array.of(9), SIGNER, size);
    // Tag 18, array of 4, byte string of 9: map of 2: 1 => -7, 33 => h'010203'.
    expect(hex(structure.subarray(0, 12))).toBe('d28449a201261821' + '43010203');
    // Map of 1: "pad" => byte string with a length of two bytes, all zeros.
    expect(hex(structure.subarray(12, 18))).toBe('a163706164' + '59');
    const pad = (structure[18]! << 8) | structure[19]!;
    expect(structure.subarray(20, 20 + pad).every((byte) => byte === 0)).toBe(true);
    // null, byte string of 64.
    expect(hex(structure.subarray(20 + pad, 23 + pad))).toBe('f65840');
    expect(structure).toHaveLength(23 + pad + 64);
  });

  it('signs "Signature1", the protected header, nothing and the claim', async () => {
    let signed = '';
    const sign = async (bytes: Uint8Array) => {
      signed = hex(bytes);
      return new Uint8Array(64);
    };
    await coseSign1(Uint8Array.of(9, 8), { ...SIGNER, sign }, coseSize(SIGNER));
    expect(signed).toBe(
      ['84', '6a', hex(new TextEncoder().encode('Signature1')), '49a20126182143010203', '40', '420908'].join(
        '',
      ),
    );
  });

  it('is refused rather than cut when it does not fit', async () => {
    await expect(coseSign1(new Uint8Array(9), SIGNER, 200)).rejects.toThrow('200 bytes');
  });
});

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

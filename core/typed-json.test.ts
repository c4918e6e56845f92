import { describe, expect, it } from 'vitest';
import { packTypedJson, unpackTypedJson } from './typed-json';

describe('JSON with typed arrays', () => {
  it('comes back as it was, whatever the lengths', () => {
    for (const name of ['', 'a', 'Zoë 🎬', 'seven..']) {
      const value = {
        name,
        nested: [{ timesS: Float64Array.of(0.1, 1 / 3, 1e9) }, { boxes: Float32Array.of(0.25, -0) }],
        empty: new Float32Array(),
        bytes: Uint8Array.of(1, 2, 3),
        places: Int32Array.of(-1, 7),
        plain: [1, null, 'x', true],
      };
      expect(unpackTypedJson(packTypedJson(value))).toEqual(value);
    }
  });

  it('keeps a part of a larger array apart from the rest of it', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    const { part } = unpackTypedJson(packTypedJson({ part: whole.subarray(1, 3) })) as { part: Float32Array };
    expect(part).toEqual(Float32Array.of(2, 3));
  });

  it('that is cut off is refused', () => {
    const packed = packTypedJson({ timesS: new Float64Array(100) });
    expect(() => unpackTypedJson(packed.subarray(0, packed.length - 8))).toThrow();
    expect(() => unpackTypedJson(packed.subarray(0, 20))).toThrow();
  });
});

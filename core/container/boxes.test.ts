import { describe, expect, it } from 'vitest';
import { readMovie } from '../fix/bmff/movie';
import { parseBoxes, serialize } from './boxes';
import { ContainerError } from './container-error';
import { viewOf } from './view';

describe('a damaged box', () => {
  it('is told by an error of its own, which a lack of memory is not', () => {
    expect(() => parseBoxes(Uint8Array.of(0, 0, 1, 0, 0x6d, 0x6f, 0x6f, 0x76))).toThrow(ContainerError);
    expect(() => viewOf(new Uint8Array(6)).getUint32(4)).toThrow(ContainerError);
    expect(() => viewOf(new Uint8Array(16).subarray(0, 8)).getBigUint64(8)).toThrow(ContainerError);
    expect(() => new Uint8Array(2 ** 53)).not.toThrow(ContainerError);
  });

  it('whose content is shorter than its version needs is told so, too', () => {
    const content = new Uint8Array(24);
    content[0] = 1;
    const moov = parseBoxes(
      serialize([{ type: 'moov', content: [{ type: 'mvhd', content: content.subarray(0, 20) }] }]),
    )[0]!;
    expect(() => readMovie(moov)).toThrow(ContainerError);
  });
});

import { describe, expect, it } from 'vitest';
import { readTop } from '../fix/bmff/layout';
import { readMovie } from '../fix/bmff/movie';
import { parseBoxes, serialize, topBoxes } from './boxes';
import { ContainerError } from './container-error';
import { readerOf } from './read';
import { viewOf } from './view';

describe('a damaged box', () => {
  it('throws a ContainerError; a lack of memory does not', () => {
    expect(() => parseBoxes(Uint8Array.of(0, 0, 1, 0, 0x6d, 0x6f, 0x6f, 0x76))).toThrow(ContainerError);
    expect(() => viewOf(new Uint8Array(6)).getUint32(4)).toThrow(ContainerError);
    expect(() => viewOf(new Uint8Array(16).subarray(0, 8)).getBigUint64(8)).toThrow(ContainerError);
    expect(() => new Uint8Array(2 ** 53)).not.toThrow(ContainerError);
  });

  it('throws one, too, when its content is shorter than its version needs', () => {
    const content = new Uint8Array(24);
    content[0] = 1;
    const moov = parseBoxes(
      serialize([{ type: 'moov', content: [{ type: 'mvhd', content: content.subarray(0, 20) }] }]),
    )[0]!;
    expect(() => readMovie(moov)).toThrow(ContainerError);
  });
});

describe('the boxes at the top of a file', () => {
  const box = (type: string, size: number) => serialize([{ type, content: new Uint8Array(size - 8) }]);
  const walk = async (...parts: Uint8Array<ArrayBuffer>[]) => {
    const file = new Blob(parts);
    const found: string[] = [];
    for await (const { type, startByte, endByte } of topBoxes(readerOf(file), file.size))
      found.push(`${type} ${startByte}-${endByte}`);
    return found;
  };

  it('are listed with what they claim, also beyond the end of the file', async () => {
    const cut = box('mdat', 100).slice(0, 40);
    expect(await walk(box('ftyp', 16), box('moov', 24), cut)).toEqual([
      'ftyp 0-16',
      'moov 16-40',
      'mdat 40-140',
    ]);
  });

  it('end where something else begins', async () => {
    expect(await walk(box('ftyp', 16), new Uint8Array(20))).toEqual(['ftyp 0-16']);
    expect(await walk(new TextEncoder().encode('RIFF\n\n\n\nor whatever it may be'))).toEqual([]);
  });

  it('may have sizes of 64 bits, or reach to the end of the file', async () => {
    const wide = Uint8Array.of(0, 0, 0, 1, 0x66, 0x72, 0x65, 0x65, 0, 0, 0, 0, 0, 0, 0, 20, 1, 2, 3, 4);
    const open = Uint8Array.of(0, 0, 0, 0, 0x6d, 0x64, 0x61, 0x74, 5, 6, 7);
    expect(await walk(wide, open)).toEqual(['free 0-20', 'mdat 20-31']);
  });

  it('and what lies behind them, however short, is kept by a fix', async () => {
    const file = new Blob([box('ftyp', 16), box('moov', 24), Uint8Array.of(1, 2, 3)]);
    expect((await readTop(readerOf(file), file.size))?.at(-1)).toEqual({
      type: '',
      startByte: 40,
      endByte: 43,
    });
  });
});

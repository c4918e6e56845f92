import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../../../core/testing/native-ffmpeg';
import { openReaders } from './file-readers';
import type { MediaReaders } from './reader';

describe.skipIf(!hasFfmpeg())('short transport streams joined into one file (needs ffmpeg)', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lipslate-joined-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const tone = ['-f', 'lavfi', '-i', 'sine=sample_rate=48000'];
  const sound = [...tone, '-c:a', 'aac', '-b:a', '64k'];
  const film = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25', ...sound, '-c:v', 'libx264'];

  function recorded(seconds: number, ...given: string[]): Uint8Array<ArrayBuffer> {
    const path = join(folder, `${seconds}.ts`);
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...given, '-t', `${seconds}`, path]);
    return new Uint8Array(readFileSync(path));
  }

  async function listed(parts: Uint8Array<ArrayBuffer>[], needsPicture: boolean) {
    const readers = (await openReaders(new File(parts, 'joined.ts'), needsPicture))!;
    readers.dispose();
    return readers.listing;
  }

  it.each([[[1, 1]], [[1, 6]], [[6, 1]], [[0.8, 0.8, 0.8]]])(
    'of %j s last as long as all of them',
    async (lengthsS) => {
      const { durationS, joinsS, warnings } = await listed(
        lengthsS.map((seconds) => recorded(seconds, ...film)),
        true,
      );
      const wholeS = lengthsS.reduce((sum, seconds) => sum + seconds);
      // An encoder of sound adds a frame or two to each.
      expect(durationS).toBeGreaterThan(wholeS - 0.01);
      expect(durationS).toBeLessThan(wholeS + 0.08 * lengthsS.length);
      expect(joinsS).toHaveLength(lengthsS.length - 1);
      expect(warnings).toHaveLength(1);
    },
  );

  it('of sound alone lose none that is small', async () => {
    const pieces = [2, 0.8].map((seconds) => recorded(seconds, ...sound));
    expect(pieces[1]!.length).toBeLessThan(12_000);
    const { durationS } = await listed(pieces, false);
    expect(Math.abs(durationS - 2.8)).toBeLessThan(0.1);
  });

  it('that begin with a moment of another one have one clock, whoever reads them', async () => {
    const before = recorded(1, ...film, '-output_ts_offset', '50000').slice(0, 10 * 188);
    const file = new File([before, recorded(2, ...film)], 'zapped.ts');
    const origins: number[] = [];
    let hasOneClock = false;
    for (let i = 0; i < 2; i++) {
      const readers: MediaReaders = (await openReaders(file, true, hasOneClock))!;
      origins.push(readers.listing.originS);
      hasOneClock = readers.listing.joinsS === null;
      readers.dispose();
    }
    expect(origins[0]).toBeLessThan(3);
    expect(origins[1]).toBe(origins[0]);
  });

  it('are one where next to nothing follows the first', async () => {
    const [one, rest] = [2, 0.8].map((seconds) => recorded(seconds, ...sound)) as [
      Uint8Array<ArrayBuffer>,
      Uint8Array<ArrayBuffer>,
    ];
    const { durationS, joinsS, warnings } = await listed([one, rest.slice(0, 8 * 188)], false);
    expect(durationS).toBeCloseTo(2, 1);
    expect(joinsS).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

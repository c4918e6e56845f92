/** Tables, read again by programs that did not write them: Apache Arrow's reader of Parquet, and Python's SQLite. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTable } from './tables.mjs';

// Its entry for bundlers is the one that Vite would take.
const { readParquet } = createRequire(import.meta.url)('parquet-wasm') as typeof import('parquet-wasm');

const ROWS = 1500;
const SELECT =
  'select file, verdict, offset_ms, faces, speaking_s, lse_c, warnings from results order by file';
const hasPython = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lipslate-tables-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const store = {
  async *records() {
    for (let i = 0; i < ROWS; i++) yield { file: pathOf(i), sha256: `${i}`, ...recordOf(i) };
  },
};
const pathOf = (i: number) => `/clips/${String(i).padStart(4, '0')} "ä", ’.mp4`;
const recordOf = (i: number) => ({
  ok: true,
  verdict: i % 3 === 0 ? 'unsure' : 'late',
  offsetMs: i % 3 === 0 ? null : i + 0.25,
  ci95Ms: 12.5,
  probability: 0.9,
  pattern: 'constant',
  durationS: 20,
  tracks: Array.from({ length: i % 3 }, () => ({ speakingS: 1.25 })),
  syncnet: i % 2 === 0 ? null : { offsetFrames: 1, minDist: 7.5, confidence: 3.5 },
  warnings: i === 1 ? ['First, "quoted".', 'Second.'] : [],
});
/** What is expected of a row, with the columns of `SELECT`. */
const rowOf = (i: number) => [
  pathOf(i),
  recordOf(i).verdict,
  recordOf(i).offsetMs,
  i % 3,
  1.25 * (i % 3),
  i % 2 === 0 ? null : 3.5,
  i === 1 ? 'First, "quoted". Second.' : '',
];
const expected = Array.from({ length: ROWS }, (_, i) => rowOf(i));

it('Parquet, as Apache Arrow reads it', async () => {
  const file = join(folder, 'results.parquet');
  expect(await writeTable(store, 'parquet', file)).toBe(ROWS);
  const table = tableFromIPC(readParquet(readFileSync(file)).intoIPCStream());
  const types = Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, String(type)]));
  expect(types).toMatchObject({ file: 'Utf8', offset_ms: 'Float64', faces: 'Int32', lse_c: 'Float64' });
  const names = ['file', 'verdict', 'offset_ms', 'faces', 'speaking_s', 'lse_c', 'warnings'];
  const rows = table.toArray().map((row) => names.map((name) => row[name]));
  expect(rows).toEqual(expected);
});

it.skipIf(!hasPython)('SQLite, as Python reads it (needs python3)', async () => {
  const file = join(folder, 'results.sqlite');
  expect(await writeTable(store, 'sqlite', file)).toBe(ROWS);
  const program = `import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(json.dumps([db.execute("pragma integrity_check").fetchone()[0], db.execute(sys.argv[2]).fetchall()]))`;
  const read = execFileSync('python3', ['-c', program, file, SELECT], { maxBuffer: 1e8 });
  expect(JSON.parse(read.toString())).toEqual(['ok', expected]);
});

it('a filter holds for tables too, and what was there before is replaced whole', async () => {
  const file = join(folder, 'results.parquet');
  expect(await writeTable(store, 'parquet', file, 'off')).toBe(ROWS - ROWS / 3);
  expect(await writeTable(store, 'csv', join(folder, 'results.csv'), 'off')).toBe(ROWS - ROWS / 3);
  await expect(writeTable(store, 'sqlite', join(folder, 'none', 'x.sqlite'))).rejects.toThrow();
  expect(existsSync(`${file}.part`)).toBe(false);
});

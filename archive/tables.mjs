/** Results as a file: lines of text, or of a kind that other programs query, Parquet or a database of SQLite. */
import { createWriteStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { whole } from '../scripts/check-output.mjs';
import { COLUMNS, lines, records } from './results.mjs';

const KINDS = {
  text: { parquet: 'STRING', sqlite: 'TEXT' },
  number: { parquet: 'DOUBLE', sqlite: 'REAL' },
  count: { parquet: 'INT32', sqlite: 'INTEGER' },
};
/** Which are no text. */
export const TABLE_FORMATS = ['parquet', 'sqlite'];
const WRITERS = { csv: writeText, jsonl: writeText, parquet: writeParquet, sqlite: writeSqlite };

/**
 * @param {import('./store.mjs').Store} store
 * @param {'csv' | 'jsonl' | 'parquet' | 'sqlite'} format
 * @returns {Promise<number>} of rows
 */
export async function writeTable(store, format, file, filter) {
  return whole(file, (made) => {
    // What a killed process left would be gone on with: it may be a database.
    rmSync(made, { force: true });
    return WRITERS[format](made, { store, format, filter });
  });
}

async function writeText(file, { store, format, filter }) {
  let count = format === 'csv' ? -1 : 0;
  const ended = async function* () {
    for await (const line of lines(store, format, filter)) {
      count += 1;
      yield `${line}\n`;
    }
  };
  await pipeline(ended, createWriteStream(file));
  return count;
}

async function writeParquet(file, { store, filter }) {
  const { parquetWriteFile } = await import('hyparquet-writer');
  const columns = COLUMNS.map(({ name, kind }) => ({ name, type: KINDS[kind].parquet, data: [] }));
  for await (const row of records(store, filter))
    for (const [i, { of }] of COLUMNS.entries()) columns[i].data.push(of(row) ?? null);
  parquetWriteFile({ filename: file, columnData: columns });
  return columns[0].data.length;
}

async function writeSqlite(file, { store, filter }) {
  const { default: sqlite } = await import('node-sqlite3-wasm');
  const database = new sqlite.Database(file);
  try {
    const columns = COLUMNS.map(({ name, kind }) => `${name} ${KINDS[kind].sqlite}`);
    database.exec(`CREATE TABLE results (${columns.join(', ')}); BEGIN`);
    const insert = database.prepare(`INSERT INTO results VALUES (${COLUMNS.map(() => '?').join(', ')})`);
    let count = 0;
    for await (const row of records(store, filter)) {
      insert.run(COLUMNS.map(({ of }) => of(row) ?? null));
      count += 1;
    }
    insert.finalize();
    database.exec('COMMIT');
    return count;
  } finally {
    database.close();
  }
}

/** A small reader for the clip lists: comma separated, double quotes around fields that hold commas. */
import { readFileSync } from 'node:fs';

/** @returns {Record<string, string>[]} one object per row, keyed by the header */
export function readCsv(path) {
  const [head, ...rows] = readFileSync(path, 'utf8').trim().split(/\r?\n/).map(splitLine);
  return rows.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])));
}

function splitLine(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map(([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell))
    .slice(0, -1);
}

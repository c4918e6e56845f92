/** A lag map as a few SVG paths: one per level of strength, on a coarse grid. */
import { lagStrengths, strengthRange } from '../sync/lag-strength';
import type { LagMap } from '../sync/types';

export interface HeatPaths {
  /** `<path>` elements in a box of columns x rows, latest sound on top. */
  paths: string;
  columns: number;
  rows: number;
  lowMs: number;
  highMs: number;
}

/** Enough for print, and some 60 KB of text. */
const MOST_COLUMNS = 150;
const MOST_ROWS = 41;
/** Weak to strong: light to dark with steps that look equal (src/check/plots/colormap.ts has the stops). */
const COLORS = [
  '#eff7fa',
  '#d3e8ee',
  '#b5d7e1',
  '#95c5d5',
  '#76b1cc',
  '#5b99c2',
  '#4a7fb5',
  '#4164a3',
  '#3f498c',
  '#39306f',
];

/** @param durationS columns share 0..durationS evenly */
export function heatPaths(map: LagMap, durationS: number): HeatPaths {
  const [T, L] = [map.timesS.length, map.lagsMs.length];
  const columns = Math.max(1, Math.min(MOST_COLUMNS, T));
  const rows = Math.max(1, Math.min(MOST_ROWS, L));
  const cells = strengths(map, durationS, columns, rows);
  const [low, high] = strengthRange(cells);
  const paths = COLORS.map(() => '');
  const levelAt = (column: number, row: number) => {
    const value = cells[column * rows + row]!;
    if (Number.isNaN(value)) return -1;
    const share = high > low ? (value - low) / (high - low) : 0;
    return Math.min(COLORS.length - 1, Math.max(0, Math.floor(share * COLORS.length)));
  };
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; ) {
      const level = levelAt(column, row);
      let end = row + 1;
      while (end < rows && levelAt(column, end) === level) end += 1;
      if (level >= 0) paths[level] += `M${column} ${row}h1v${end - row}h-1`;
      row = end;
    }
  }
  const text = paths.map((d, i) => (d === '' ? '' : `<path fill="${COLORS[i]}" d="${d}"/>`)).join('');
  return { paths: text, columns, rows, lowMs: map.lagsMs[0] ?? -1, highMs: map.lagsMs[L - 1] ?? 1 };
}

/** Windows in one column averaged, lags in one row by the best. Float32Array [columns, rows] */
function strengths(map: LagMap, durationS: number, columns: number, rows: number): Float32Array {
  const byWindow = lagStrengths(map, rows);
  const sums = new Float32Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (let t = 0; t < map.timesS.length; t++) {
    // A window speaks for its whole length.
    const first = Math.floor(((map.timesS[t]! - map.windowS / 2) / durationS) * columns);
    const last = Math.floor(((map.timesS[t]! + map.windowS / 2) / durationS) * columns);
    const middle = Math.floor((map.timesS[t]! / durationS) * columns);
    const until = Math.min(columns - 1, Math.max(last, middle));
    for (let c = Math.max(0, Math.min(first, middle)); c <= until; c++) {
      for (let row = 0; row < rows; row++) {
        const value = byWindow[t * rows + row]!;
        if (Number.isNaN(value)) continue;
        sums[c * rows + row]! += value;
        counts[c * rows + row]! += 1;
      }
    }
  }
  return sums.map((sum, i) => (counts[i] ? sum / counts[i]! : Number.NaN));
}

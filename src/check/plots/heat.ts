/** A lag map made ready for drawing: one byte per cell, halved again and again along time. */
import { lagStrengths, strengthRange } from '../../../core/sync/lag-strength';
import type { LagMap } from '../../../core/sync/types';
import { type ColorTable, NOTHING_INDEX } from './colormap';
import { nearestWithin } from './decimate';

export interface HeatMap {
  /** Lags from top to bottom of the picture: latest sound first. Rows of every level. */
  readonly rows: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** Level k holds 2^k windows per column. */
  readonly levels: readonly HeatLevel[];
}

interface HeatLevel {
  /** Centre of each column. */
  readonly timesS: Float64Array;
  /** Uint16Array [columns, rows]: 0..255 = weak..strong, NOTHING_INDEX = nothing to compare. */
  readonly cells: Uint16Array;
  /** Columns further from a time than this do not speak for it. */
  readonly reachS: number;
}

/** More rows than a screen shows are of no use: above this, neighbouring lags share a row (the best one counts). */
const MAX_ROWS = 256;

/**
 * Levels of strength as the estimator sees them: each window by itself, one scale for the whole map.
 */
export function heatMapOf(map: LagMap): HeatMap {
  const T = map.timesS.length;
  const L = map.lagsMs.length;
  const rows = Math.min(L, MAX_ROWS);
  const strengths = lagStrengths(map, rows);
  const [low, high] = strengthRange(strengths);
  const scale = high > low ? 255 / (high - low) : 0;
  const cells = new Uint16Array(T * rows);
  for (let i = 0; i < cells.length; i++) {
    const level = (strengths[i]! - low) * scale + 0.5;
    cells[i] = Number.isNaN(level) ? NOTHING_INDEX : Math.min(255, Math.max(0, level));
  }
  const hopS = hopOf(map.timesS, map.windowS);
  const levels: HeatLevel[] = [{ timesS: map.timesS, cells, reachS: hopS * 0.75 }];
  while (levels[levels.length - 1]!.timesS.length > 512) levels.push(halve(levels[levels.length - 1]!, rows));
  return { rows, lowMs: map.lagsMs[0] ?? 0, highMs: map.lagsMs[L - 1] ?? 0, levels };
}

/**
 * Paints the windows between startS and endS, one column per pixel.
 * @param rgba Uint8ClampedArray [rows, columns, 4], overwritten
 */
export function paintHeat(
  heat: HeatMap,
  startS: number,
  endS: number,
  columns: number,
  table: ColorTable,
  rgba: Uint8ClampedArray,
): void {
  const perPixelS = (endS - startS) / columns;
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength >> 2);
  const colors = new Uint32Array(table.buffer);
  const level = levelFor(heat, perPixelS);
  for (let x = 0; x < columns; x++) {
    const column = level ? nearestWithin(level.timesS, startS + (x + 0.5) * perPixelS, level.reachS) : -1;
    for (let row = 0; row < heat.rows; row++) {
      const cell = column < 0 ? NOTHING_INDEX : level!.cells[column * heat.rows + row]!;
      pixels[row * columns + x] = colors[cell]!;
    }
  }
}

/** What a place of the picture stands for. */
export interface HeatPoint {
  /** Shift of the sound, positive = late. */
  shiftMs: number;
  /** 0..1, from the weakest to the strongest of the map; null: nothing to compare. */
  strength: number | null;
}

/** Told in steps of about a pixel: finer ones cannot be pointed at. */
const POINTED_STEPS = 200;

/** @param fromTop 0..1, place in the picture's height */
export function heatAt(heat: HeatMap, timeS: number, fromTop: number): HeatPoint {
  const { rows, highMs, lowMs, levels } = heat;
  const { timesS, cells, reachS } = levels[0]!;
  const stepMs = Math.max(10, Math.ceil((highMs - lowMs) / POINTED_STEPS / 10) * 10);
  const shiftMs = Math.round((highMs - fromTop * (highMs - lowMs)) / stepMs) * stepMs;
  const column = nearestWithin(timesS, timeS, reachS);
  const row = Math.min(rows - 1, Math.max(0, Math.floor(fromTop * rows)));
  const cell = column < 0 ? NOTHING_INDEX : cells[column * rows + row]!;
  return { shiftMs, strength: cell === NOTHING_INDEX ? null : cell / 255 };
}

function levelFor(heat: HeatMap, perPixelS: number): HeatLevel | undefined {
  let best = heat.levels[0];
  for (const level of heat.levels) if (level.reachS / 0.75 <= perPixelS) best = level;
  return best && best.timesS.length > 0 ? best : undefined;
}

function halve(below: HeatLevel, rows: number): HeatLevel {
  const n = Math.ceil(below.timesS.length / 2);
  const timesS = new Float64Array(n);
  const cells = new Uint16Array(n * rows);
  for (let i = 0; i < n; i++) {
    const second = Math.min(2 * i + 1, below.timesS.length - 1);
    timesS[i] = (below.timesS[2 * i]! + below.timesS[second]!) / 2;
    for (let row = 0; row < rows; row++) {
      const a = below.cells[2 * i * rows + row]!;
      const b = below.cells[second * rows + row]!;
      cells[i * rows + row] = a === NOTHING_INDEX ? b : b === NOTHING_INDEX ? a : (a + b) >> 1;
    }
  }
  return { timesS, cells, reachS: below.reachS * 2 };
}

/** Typical distance between windows: the median, as gaps are common. */
function hopOf(timesS: Float64Array, fallbackS: number): number {
  if (timesS.length < 2) return fallbackS;
  const hops = new Float64Array(timesS.length - 1);
  for (let i = 0; i < hops.length; i++) hops[i] = timesS[i + 1]! - timesS[i]!;
  return hops.sort()[hops.length >> 1]! || fallbackS;
}

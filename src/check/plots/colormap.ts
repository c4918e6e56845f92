/** A colour scale for the lag map in which equal steps of the value look like equal steps. */

/** 256 RGBA colours, weakest first, plus one transparent entry for "nothing to compare". Uint8ClampedArray [257, 4] */
export type ColorTable = Uint8ClampedArray<ArrayBuffer>;

/** Index of the transparent entry. */
export const NOTHING_INDEX = 256;

/** Stops in OKLCH: lightness 0..1, chroma, hue in degrees. Only hue and chroma bend; lightness is one straight line. */
type Stop = readonly [lightness: number, chroma: number, hueDeg: number];

// The weak end lies near the surface, the strong end far from it, so that the ridge stands out in both themes.
const LIGHT: readonly Stop[] = [
  [0.97, 0.015, 220],
  [0.76, 0.09, 215],
  [0.55, 0.13, 250],
  [0.34, 0.13, 285],
];
const DARK: readonly Stop[] = [
  [0.24, 0.035, 275],
  [0.46, 0.11, 265],
  [0.68, 0.12, 200],
  [0.9, 0.15, 110],
];

/** @param dark true when the plots lie on a dark surface */
export function colorTable(dark: boolean): ColorTable {
  const stops = dark ? DARK : LIGHT;
  const table = new Uint8ClampedArray(257 * 4);
  const from = stops[0]![0];
  const to = stops[stops.length - 1]![0];
  for (let i = 0; i < 256; i++) {
    const lightness = from + ((to - from) * i) / 255;
    table.set(oklchToRgb([lightness, ...tintAt(stops, lightness)]), i * 4);
    table[i * 4 + 3] = 255;
  }
  return table;
}

/** The table as a CSS gradient, for a legend. */
export function gradientCss(table: ColorTable): string {
  const stops = [0, 51, 102, 153, 204, 255].map(
    (i) => `rgb(${table[4 * i]} ${table[4 * i + 1]} ${table[4 * i + 2]})`,
  );
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** OKLab lightness of an sRGB colour (Ottosson 2020), 0..1. @param rgb 0..255 */
export function oklabLightness(r: number, g: number, b: number): number {
  const [lr, lg, lb] = [r, g, b].map((v) => toLinear(v / 255)) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  return 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
}

/** Chroma and hue where the lightness is met, straight between stops. */
function tintAt(stops: readonly Stop[], lightness: number): [number, number] {
  for (let i = 1; i < stops.length; i++) {
    const [l0, c0, h0] = stops[i - 1]!;
    const [l1, c1, h1] = stops[i]!;
    const share = (lightness - l0) / (l1 - l0);
    if (share <= 1 || i === stops.length - 1) return [c0 + (c1 - c0) * share, h0 + (h1 - h0) * share];
  }
  return [0, 0];
}

function oklchToRgb([lightness, chroma, hueDeg]: readonly [number, number, number]): [
  number,
  number,
  number,
] {
  const a = chroma * Math.cos((hueDeg * Math.PI) / 180);
  const b = chroma * Math.sin((hueDeg * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function toLinear(v: number): number {
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

function fromLinear(v: number): number {
  const bounded = Math.min(1, Math.max(0, v));
  return 255 * (bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055);
}

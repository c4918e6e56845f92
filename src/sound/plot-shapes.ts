/** Shapes along time for the Sound room's plot: as SVG reads them, in a box of 1000 × 100. */

/** More columns than a wide screen has say nothing more. */
export const MOST_COLUMNS = 800;
const WIDTH = 1000;
const MIDDLE = 50;

/** @param peaks highest sample of each hop @returns points of a shape around the middle; nothing is left out between columns */
export function wavePoints(peaks: Float32Array): string {
  const highest = columns(peaks, (from, to) => {
    let most = 0;
    for (let i = from; i < to; i++) most = Math.max(most, peaks[i] as number);
    return Math.min(1, most);
  });
  const x = (i: number) => ((i / Math.max(1, highest.length - 1)) * WIDTH).toFixed(1);
  const edge = highest.map((peak, i) => [x(i), peak * MIDDLE] as const);
  const above = edge.map(([at, height]) => `${at},${(MIDDLE - height).toFixed(1)}`);
  const below = edge.map(([at, height]) => `${at},${(MIDDLE + height).toFixed(1)}`);
  return [...above, ...below.reverse()].join(' ');
}

/** @param speech how surely each hop is speech @returns the path of boxes where it is, as a rule, at least `surely` */
export function speechPath(speech: Float32Array, surely: number): string {
  const said = columns(speech, (from, to) => {
    let count = 0;
    for (let i = from; i < to; i++) if ((speech[i] as number) >= surely) count += 1;
    return 2 * count >= to - from;
  });
  const x = (i: number) => ((i / said.length) * WIDTH).toFixed(1);
  const boxes: string[] = [];
  for (let from = 0; from < said.length; from++) {
    if (!said[from]) continue;
    let to = from;
    while (said[to]) to++;
    boxes.push(`M${x(from)} 0H${x(to)}V100H${x(from)}Z`);
    from = to;
  }
  return boxes.join('');
}

/** One value of each column, of all hops in it. */
function columns<T>(hops: Float32Array, of: (from: number, to: number) => T): T[] {
  const count = Math.min(MOST_COLUMNS, hops.length);
  const edge = (i: number) => Math.floor((i * hops.length) / count);
  return Array.from({ length: count }, (_, i) => of(edge(i), edge(i + 1)));
}

import { describe, expect, it } from 'vitest';
import { CinemaMeter, weightingDb } from './cinema';

const RATE_HZ = 48_000;
/** Table 1 of ITU-R BS.468-4: Hz, dB, and the tolerance that it allows. */
const TABLE: [hz: number, db: number, toleranceDb: number][] = [
  [31.5, -29.9, 2],
  [63, -23.9, 1.4],
  [100, -19.8, 1],
  [200, -13.8, 0.85],
  [400, -7.8, 0.7],
  [800, -1.9, 0.55],
  [1000, 0, 0.5],
  [2000, 5.6, 0.5],
  [3150, 9, 0.5],
  [4000, 10.5, 0.5],
  [5000, 11.7, 0.5],
  [6300, 12.2, 0.2],
  [7100, 12, 0.2],
  [8000, 11.4, 0.4],
  [9000, 10.1, 0.6],
  [10_000, 8.1, 0.8],
  [12_500, 0, 1.2],
  [14_000, -5.3, 1.4],
  [16_000, -11.7, 1.6],
  [20_000, -22.2, 2],
];

describe('Leq(m) of a cinema', () => {
  it.each(TABLE)('%f Hz weighs %f dB beside 1 kHz', (hz, db, toleranceDb) => {
    expect(Math.abs(weightingDb(hz) - db)).toBeLessThanOrEqual(0.15);
    expect(Math.abs(measured([tone(hz)]) - (85 + db - 5.6))).toBeLessThanOrEqual(toleranceDb);
  });

  it('adds channels in power, those behind 3 dB softer, and the LFE 10 dB louder', () => {
    const [front, silent] = [tone(2000), new Float32Array(RATE_HZ)];
    expect(measured([front, front])).toBeCloseTo(measured([front]) + 3.01, 2);
    const at = (channel: number) =>
      measured(Array.from({ length: 6 }, (_, i) => (i === channel ? front : silent)));
    expect([0, 2, 3, 4].map((channel) => at(channel) - at(0))).toEqual(
      [0, 0, 10, -3].map((db) => expect.closeTo(db, 3)),
    );
  });

  it('is the same whatever the blocks and the rate, over the whole with its pauses, and nothing for silence', () => {
    const sound = tone(3000);
    expect(measured([sound], RATE_HZ, 501)).toBeCloseTo(measured([sound]), 6);
    expect(measured([tone(3000, 44_100)], 44_100)).toBeCloseTo(measured([sound]), 1);
    expect(measured([new Float32Array([...sound, ...new Float32Array(RATE_HZ)])])).toBeCloseTo(
      measured([sound]) - 3.01,
      1,
    );
    expect(new CinemaMeter(RATE_HZ, 2).result()).toBeNull();
  });
});

/** -20 dBFS, a second. */
function tone(hz: number, rateHz = RATE_HZ): Float32Array {
  return Float32Array.from({ length: rateHz }, (_, i) => 0.1 * Math.sin((2 * Math.PI * hz * i) / rateHz));
}

function measured(planes: Float32Array[], rateHz = RATE_HZ, piece = 4096): number {
  const meter = new CinemaMeter(rateHz, planes.length);
  for (let at = 0; at < planes[0]!.length; at += piece)
    meter.push(planes.map((plane) => plane.subarray(at, at + piece)));
  return meter.result()!;
}

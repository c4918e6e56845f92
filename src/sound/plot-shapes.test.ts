import { describe, expect, it } from 'vitest';
import { MOST_COLUMNS, speechPath, wavePoints } from './plot-shapes';

describe('the plot of the Sound room', () => {
  it('draws a waveform around its middle, and no peak beyond its edge', () => {
    expect(wavePoints(Float32Array.of(0, 0.5, 2))).toBe(
      '0.0,50.0 500.0,25.0 1000.0,0.0 1000.0,100.0 500.0,75.0 0.0,50.0',
    );
    expect(wavePoints(new Float32Array())).toBe('');
  });

  it('shows the one loud tenth of a second of two hours', () => {
    const peaks = new Float32Array(72_000).fill(0.1);
    peaks[35_017] = 0.8;
    const heights = wavePoints(peaks)
      .split(' ')
      .map((point) => Number(point.split(',')[1]));
    expect(heights).toHaveLength(2 * MOST_COLUMNS);
    expect(heights.filter((y) => y === 10)).toHaveLength(1);
  });

  it('marks where speech is, from the first to the last tenth of a second of it', () => {
    const speech = Float32Array.of(0, 0.6, 0.9, 0.5, 0, 0, 0, 0, 1, 1);
    expect(speechPath(speech, 0.6)).toBe('M100.0 0H300.0V100H100.0ZM800.0 0H1000.0V100H800.0Z');
    expect(speechPath(new Float32Array(5), 0.6)).toBe('');
    expect(speechPath(new Float32Array(), 0.6)).toBe('');
  });

  it('marks speech of long recordings by what most of each column is', () => {
    const speech = Float32Array.from({ length: 8 * MOST_COLUMNS }, (_, i) => (i < 4000 ? 1 : i % 8 ? 0 : 1));
    expect(speechPath(speech, 0.6)).toBe('M0.0 0H625.0V100H0.0Z');
  });
});

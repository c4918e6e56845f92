import { describe, expect, test } from 'vitest';
import { colorTable, gradientCss, NOTHING_INDEX, oklabLightness } from './colormap';

describe.each([true, false])('the colours of the lag map (dark: %s)', (dark) => {
  const table = colorTable(dark);
  const lightness = Array.from({ length: 256 }, (_, i) =>
    oklabLightness(table[4 * i]!, table[4 * i + 1]!, table[4 * i + 2]!),
  );

  test('equal steps of strength are equal steps of lightness', () => {
    const steps = [];
    for (let i = 16; i < 256; i += 16) steps.push(lightness[i]! - lightness[i - 16]!);
    const mean = steps.reduce((a, b) => a + b) / steps.length;
    for (const step of steps) expect(Math.abs(step - mean)).toBeLessThan(0.25 * Math.abs(mean));
  });

  test('strong stands out from the surface and weak blends into it', () => {
    const surface = dark ? 0.24 : 1;
    expect(Math.abs(lightness[0]! - surface)).toBeLessThan(0.08);
    expect(Math.abs(lightness[255]! - surface)).toBeGreaterThan(0.55);
  });

  test('nothing to compare is transparent, so that the hatching shows', () => {
    expect(table[4 * NOTHING_INDEX + 3]).toBe(0);
    expect(table[3]).toBe(255);
  });

  test('the legend begins and ends with the colours of the map', () => {
    expect(gradientCss(table)).toContain(`rgb(${table[0]} ${table[1]} ${table[2]})`);
    expect(gradientCss(table)).toContain(`rgb(${table[1020]} ${table[1021]} ${table[1022]})`);
  });
});

import { describe, expect, test } from 'vitest';
import { parsePresets, presetsText } from './presets';

const PRESETS = {
  limits: 'own:40/60' as const,
  savedLimits: [{ name: 'Our studio', earlyMs: 20, lateMs: 45 }],
  offsets: [
    { name: 'Capture card', ms: -33 },
    { name: 'My TV', ms: 180 },
  ],
};

describe('presets as a file', () => {
  test('come back as they were', () => {
    expect(parsePresets(presetsText(PRESETS))).toEqual(PRESETS);
    expect(JSON.parse(presetsText(PRESETS))).toMatchObject({
      format: 'lipslate-presets',
      version: 1,
      ownLimits: { earlyMs: 40, lateMs: 60 },
    });
  });

  test.each([
    ['no JSON', 'My TV 180'],
    ['something else', '{"format":"other","version":1}'],
    ['a newer version', presetsText(PRESETS).replace('"version": 1', '"version": 2')],
    ['limits that are none', presetsText(PRESETS).replace('40', '0')],
    ['nothing', 'null'],
  ])('%s is refused', (_, text) => {
    expect(parsePresets(text)).toBeNull();
  });

  test('a file of before limits had names is read', () => {
    const { savedLimits: _, ...before } = JSON.parse(presetsText(PRESETS));
    expect(parsePresets(JSON.stringify(before))).toEqual({ ...PRESETS, savedLimits: [] });
  });

  test('limits by name that are none are left out', () => {
    const text = presetsText(PRESETS).replace('"earlyMs": 20', '"earlyMs": 2000');
    expect(parsePresets(text)).toEqual({ ...PRESETS, savedLimits: [] });
  });

  test('an offset that is none is left out', () => {
    const text = presetsText(PRESETS).replace('180', '"far"');
    expect(parsePresets(text)?.offsets).toEqual([{ name: 'Capture card', ms: -33 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { MOST_MS, msText, parseMs, parseSaved, savedWords, withSaved } from './offset-text';

describe('a movement as it is typed', () => {
  it.each([
    ['120', 120],
    [' -40 ', -40],
    ['−40 ms', -40],
    ['+12.4ms', 12],
    ['12,6', 13],
    ['0', 0],
  ])('%s', (text, ms) => expect(parseMs(text)).toBe(ms));

  it.each(['', 'ms', 'abc', '1e3', '1-2', '12 000', `${MOST_MS + 1}`, 'NaN', 'Infinity'])('not: %s', (text) =>
    expect(parseMs(text)).toBeNull(),
  );

  it('stands in the field as it can be typed', () => {
    for (const ms of [0, 120, -40, 213.96]) expect(parseMs(msText(ms))).toBe(Math.round(ms));
    expect(msText(-0.01)).toBe('0');
  });
});

describe('saved movements', () => {
  it('are kept by name, the same name once', () => {
    const list = withSaved(withSaved([], ' My TV ', -180), 'Beamer', 40);
    expect(withSaved(list, 'My TV', -200)).toEqual([
      { name: 'Beamer', ms: 40 },
      { name: 'My TV', ms: -200 },
    ]);
    expect(withSaved(list, '   ', 5)).toEqual(list);
    expect(savedWords(list[1]!).replaceAll('\u00a0', ' ')).toBe('My TV: 180 ms later');
  });

  it('are as many as are saved, and what else is stored under their name is none', () => {
    let list = parseSaved(null);
    for (let i = 0; i < 30; i++) list = withSaved(list, `set ${i}`, i);
    expect(list).toHaveLength(30);
    expect(parseSaved(JSON.stringify(list))).toEqual(list);
    for (const odd of ['{', '"x"', '{"name":"a"}', '[null, 3, {"name":1,"ms":2}, {"name":"a","ms":1e9}]'])
      expect(parseSaved(odd)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { freeCorner } from './badge';

const PICTURE = { width: 640, height: 360 };
const MARK = { width: 160, height: 30 };

describe('the visible mark', () => {
  it('stands in the lower right corner when no mouth is there', () => {
    expect(freeCorner(MARK, PICTURE, [{ x: 200, y: 60, width: 200, height: 240 }])).toBe('bottom-right');
    expect(freeCorner(MARK, PICTURE, [])).toBe('bottom-right');
  });

  it('makes way for a mouth, even if it is there in one picture only', () => {
    const away = { x: 100, y: 60, width: 100, height: 100 };
    expect(freeCorner(MARK, PICTURE, [away, { x: 500, y: 250, width: 110, height: 110 }])).toBe(
      'bottom-left',
    );
    expect(freeCorner(MARK, PICTURE, [{ x: 0, y: 0, width: 640, height: 360 }])).toBe('top-right');
  });

  it('may lie over a forehead', () => {
    expect(freeCorner(MARK, PICTURE, [{ x: 400, y: 330, width: 200, height: 240 }])).toBe('bottom-right');
  });
});

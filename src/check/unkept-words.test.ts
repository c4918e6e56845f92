import { expect, test } from 'vitest';
import { ALL_KEPT, noneKept } from '../engine/desk/unkept';
import { unkeptWords } from './unkept-words';

const bare = (sentences: string[]) => sentences.map((text) => text.replaceAll('\u00a0', ' '));

test('what is not kept is told with its number, and the way out', () => {
  expect(unkeptWords(ALL_KEPT, 7)).toEqual([]);
  expect(unkeptWords({ ...ALL_KEPT, beyond: 3 }, 103)).toEqual([
    'This browser keeps 100 checks: of the 103 in the list, the oldest 3 will be gone with the page. A project file holds all of them.',
  ]);
  const [full] = bare(unkeptWords({ ...ALL_KEPT, failed: 1, why: 'no room' }, 7));
  expect(full).toContain('storage is full: 1 check will be gone with the page.');
  const [nudged] = bare(unkeptWords({ ...ALL_KEPT, changed: 1, why: 'refused' }, 7));
  expect(nudged).toContain('what is checked: the latest changes to 1 check will be gone with the page.');
  const [both] = bare(unkeptWords({ ...ALL_KEPT, failed: 2, changed: 1, why: 'refused' }, 7));
  expect(both).toContain(': 2 checks, and the latest changes to 1 more, will be gone with the page.');
  expect(unkeptWords(noneKept(0, 'missing'), 0)).toEqual([]);
  expect(bare(unkeptWords(noneKept(1, 'elsewhere'), 1))).toEqual([
    'Checks are kept by another tab of Lipslate: 1 check will be gone with the page. Save the list as a project.',
  ]);
  expect(bare(unkeptWords(noneKept(2, 'missing'), 2))).toEqual([
    'This browser gives the page no place to keep checks: 2 checks will be gone with the page. Save the list as a project.',
  ]);
  expect(bare(unkeptWords({ ...ALL_KEPT, letGo: 2 }, 7))).toEqual([
    '2 earlier checks were let go for those in the list: 100 are kept.',
  ]);
});

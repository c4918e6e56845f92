import { expect, test } from 'vitest';
import { withNamed } from '../engine/saved-list';
import { readChain } from '../engine/sound/chain-file';
import { fileNameOf, parseChains } from './saved-chains';

const { chain } = readChain('{"format":"lipslate-sound-chain","version":1,"chain":{"noise":0.9}}');

test('chains are kept by name, the same name once', () => {
  const list = withNamed(withNamed([], { name: ' Web ', chain }), { name: 'Air', chain });
  const louder = { ...chain, target: 'web' as const };
  expect(withNamed(list, { name: 'Web', chain: louder })).toEqual([
    { name: 'Air', chain },
    { name: 'Web', chain: louder },
  ]);
  expect(withNamed(list, { name: '', chain })).toEqual(list);
  expect(parseChains(JSON.stringify(list))).toEqual(list);
});

test('what is stored and none is left out, and takes no other with it', () => {
  const good = { name: 'Air', chain };
  const odd = [null, 3, { name: 'no chain' }, { name: 'far', chain: { noise: 9 } }, { chain }];
  expect(parseChains(JSON.stringify([...odd, good]))).toEqual([good]);
  for (const text of [null, '{', '"x"', '{}']) expect(parseChains(text)).toEqual([]);
});

test('a file is called as the chain is, without what a disk refuses', () => {
  expect(fileNameOf('Our interviews')).toBe('Our interviews.sound.json');
  expect(fileNameOf('../Ton: A/B')).toBe('_Ton_ A_B.sound.json');
  expect(fileNameOf('')).toBe('lipslate.sound.json');
});

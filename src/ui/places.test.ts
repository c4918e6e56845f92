import { expect, test } from 'vitest';
import { placesHere } from './places';

// Node has neither a page's storage nor windows to choose a folder in, as WebKitGTK.
test('where a page can store no files, and write into no folder, results are single downloads', () => {
  expect(placesHere().map(({ value }) => value)).toEqual(['downloads']);
});

/** What came of each clip of an archive, for tests that look whether each has one end. */

/** @returns {Promise<Map<string, { verdict: string, offsetMs: number | null }[]>>} by path; of what has no result the code */
export async function endsOf(store) {
  const ends = new Map();
  const end = (path, is) => ends.set(path, [...(ends.get(path) ?? []), is]);
  for await (const { file, verdict, offsetMs } of store.records()) end(file, { verdict, offsetMs });
  for await (const { path, error } of store.dead()) end(path, { verdict: error.code, offsetMs: null });
  return ends;
}

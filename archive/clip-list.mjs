/** The clips that a path stands for: a video, a folder of them, or a list. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** @returns {string[] | null} null where there is nothing */
export function clipsOf(path, isVideo) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) return null;
  if (info.isDirectory())
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .map((entry) => ({ entry, at: join(entry.parentPath ?? entry.path, entry.name) }))
      .filter(({ entry, at }) => isVideo(entry.name) && isFile(entry, at))
      .map(({ at }) => at);
  if (!/\.(csv|txt)$/i.test(path)) return [path];
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => pathIn(line.trim(), isVideo))
    .filter(isVideo)
    .map((line) => resolve(dirname(path), line));
}

/** Data sets are often folders of links. */
function isFile(entry, at) {
  return (
    entry.isFile() || (entry.isSymbolicLink() && Boolean(statSync(at, { throwIfNoEntry: false })?.isFile()))
  );
}

/** The first field of a table (RFC 4180), or all of a line that is a path as it stands. */
function pathIn(line, isVideo) {
  const quoted = line.match(/^"((?:[^"]|"")*)"/);
  if (quoted) return quoted[1].replaceAll('""', '"');
  return isVideo(line) ? line : line.replace(/,.*$/, '');
}
